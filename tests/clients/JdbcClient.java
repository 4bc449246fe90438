import java.math.BigDecimal;
import java.sql.*;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.*;

/** pgjdbc, on which DBeaver, Metabase and Tableau stand: what they ask of the catalog, and a prepared query by a cursor. */
class JdbcClient {
    static int count(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) count++;
        return count;
    }

    static void check(boolean good, Object... found) {
        if (!good) throw new AssertionError(Arrays.toString(found));
    }

    public static void main(String[] arguments) throws SQLException {
        var env = System.getenv();
        var url = "jdbc:postgresql://" + env.get("PGHOST") + ":" + env.get("PGPORT") + "/" + env.get("PGDATABASE");
        try (var connection = DriverManager.getConnection(url, env.get("PGUSER"), env.get("PGPASSWORD"))) {
            var catalog = connection.getMetaData();
            var views = new TreeSet<String>();
            var tables = catalog.getTables(null, "heatsched", "%", new String[] {"TABLE", "VIEW"});
            while (tables.next()) views.add(tables.getString("TABLE_NAME"));
            check(views.containsAll(List.of("savings", "cost_by_period", "sites")), views);
            var columns = catalog.getColumns(null, "heatsched", "cost_by_period", "energy_cost");
            check(columns.next() && columns.getInt("DATA_TYPE") == Types.NUMERIC);
            check(count(catalog.getSchemas()) > 0 && count(catalog.getCatalogs()) == 1 && count(catalog.getTypeInfo()) > 10);
            check(count(catalog.getPrimaryKeys(null, "heatsched", "savings")) == 0);
            check(count(catalog.getIndexInfo(null, "heatsched", "savings", false, false)) == 0);
            var privileges = catalog.getTablePrivileges(null, "heatsched", "sites");
            check(privileges.next() && privileges.getString("PRIVILEGE").equals("SELECT") && privileges.getString("GRANTEE").equals(env.get("PGUSER")));
            check(!privileges.next());
            check(count(catalog.getColumnPrivileges(null, "heatsched", "sites", "site_id")) == 1);
            for (var none : List.of(
                    catalog.getFunctions(null, "heatsched", "%"), catalog.getFunctionColumns(null, "heatsched", "%", "%"),
                    catalog.getProcedures(null, null, "%"), catalog.getUDTs(null, "heatsched", "%", null),
                    catalog.getImportedKeys(null, "heatsched", "sites"), catalog.getExportedKeys(null, "heatsched", "sites"),
                    catalog.getCrossReference(null, "heatsched", "sites", null, "heatsched", "schedules"),
                    catalog.getBestRowIdentifier(null, "heatsched", "sites", DatabaseMetaData.bestRowSession, true)))
                check(count(none) == 0, none.getMetaData().getColumnName(1));

            connection.setAutoCommit(false);
            var costs = connection.prepareStatement("SELECT period_category, energy_cost FROM cost_by_period WHERE schedule_kind = ? AND energy_cost > ? ORDER BY 1");
            costs.setString(1, "optimized");
            costs.setBigDecimal(2, new BigDecimal("6.00"));
            costs.setFetchSize(1);
            var rows = costs.executeQuery();
            check(rows.next() && rows.getString(1).equals("mid-peak") && rows.getBigDecimal(2).equals(new BigDecimal("6.80")));
            check(rows.next() && rows.getString(1).equals("off-peak") && rows.getBigDecimal(2).equals(new BigDecimal("12.60")));
            check(!rows.next());
            var horizon = connection.createStatement().executeQuery("SELECT horizon_end FROM optimization_runs");
            check(horizon.next() && horizon.getTimestamp(1).toInstant().equals(Instant.parse("2026-01-06T06:00:00Z")), horizon.getString(1));
            var runs = connection.createStatement().executeQuery("SELECT version, total_cost, savings FROM current_runs");
            check(runs.next() && runs.getInt(1) == 1 && runs.getBigDecimal(2).equals(new BigDecimal("2976.26")) && runs.getBigDecimal(3).equals(new BigDecimal("3961.89")));
            var jobs = connection.createStatement().executeQuery("SELECT job_id, scheduled_start, scheduled_start_local FROM schedule_current ORDER BY job_id");
            for (var job : List.of("J1", "J2")) {
                check(jobs.next() && jobs.getString(1).equals(job), job);
                var start = jobs.getTimestamp(2).toInstant().atZone(ZoneId.of("America/Chicago")).toLocalDateTime();
                check(start.equals(jobs.getObject(3, LocalDateTime.class)), jobs.getString(2), jobs.getString(3));
            }
            check(!jobs.next());
            connection.commit();
            try {
                connection.createStatement().executeUpdate("DELETE FROM sites");
                check(false, "deleted");
            } catch (SQLException refused) {
                check(refused.getSQLState().equals("25006"), refused);
            }
        }
    }
}
