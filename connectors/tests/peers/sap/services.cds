// The parts of two released SAP services that a load reads, by the names and types of SAP's own OpenAPI documents.
@path: 'API_PRODUCTION_ORDER_2_SRV'
@requires: 'authenticated-user'
service ProductionOrders {
  @cds.persistence.skip
  @cds.query.limit: { max: 2 }
  entity A_ProductionOrder_2 {
    key ManufacturingOrder          : String(12);
        ManufacturingOrderType      : String(4);
        Material                    : String(40);
        ProductionPlant             : String(4);
        ProductionUnit              : String(3);
        TotalQuantity               : Decimal(13, 3);
        OrderIsClosed               : String(1);
        OrderIsDeleted              : String(1);
        OrderIsMarkedForDeletion    : String(1);
        OrderIsTechnicallyCompleted : String(1);
        MfgOrderPlannedStartDate    : Date;
        MfgOrderPlannedStartTime    : Time;
        MfgOrderPlannedEndDate      : Date;
        MfgOrderPlannedEndTime      : Time;
        LastChangeDateTime          : String(14);
        to_ProductionOrderOperation : Association to many A_ProductionOrderOperation_2
                                        on to_ProductionOrderOperation.ManufacturingOrder = ManufacturingOrder;
  }

  @cds.persistence.skip
  entity A_ProductionOrderOperation_2 {
    key OrderInternalBillOfOperations : String(10);
    key OrderIntBillOfOperationsItem  : String(8);
        ManufacturingOrder            : String(12);
        ManufacturingOrderSequence    : String(6);
        ManufacturingOrderOperation   : String(4);
        MfgOrderOperationText         : String(40);
        WorkCenter                    : String(8);
        ProductionPlant               : String(4);
        OperationIsClosed             : String(1);
        OperationIsConfirmed          : String(1);
        OperationIsDeleted            : String(1);
        OperationIsTechlyCompleted    : String(1);
        OpErlstSchedldExecStrtDte     : Date;
        OpErlstSchedldExecStrtTme     : Time;
        OpErlstSchedldExecEndDte      : Date;
        OpErlstSchedldExecEndTme      : Time;
        OpPlannedTotalQuantity        : Decimal(13, 3);
        OperationUnit                 : String(3);
  }

  type Message {
    ManufacturingOrder          : String(12);
    ManufacturingOrderOperation : String(4);
    Message                     : String;
  }

  action ScheduleProductionOrderOperation(ManufacturingOrder: String(14), OrderInternalBillOfOperations: String(12),
    OrderIntBillOfOperationsItem: String(10), OpSchedldStartDate: DateTime, OpSchedldStartTime: Time,
    OpSchedldEndDate: DateTime, OpSchedldEndTime: Time, OpSchedulingMode: String(3),
    OpSchedulingStrategy: String(6)) returns Message;
}

@path: 'API_MAINTENANCEORDER'
@requires: 'authenticated-user'
service MaintenanceOrders {
  @cds.persistence.skip
  @cds.query.limit: { max: 2 }
  entity MaintenanceOrder {
    key MaintenanceOrder           : String(12);
        MaintenanceOrderType       : String(4);
        MaintenanceOrderDesc       : String(40);
        Equipment                  : String(18);
        MaintenancePlant           : String(4);
        OperationSystemCondition   : String(1);
        MaintOrdBasicStartDateTime : Timestamp;
        MaintOrdBasicEndDateTime   : Timestamp;
        LastChangeDateTime         : Timestamp;
  }
}
