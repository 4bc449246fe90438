//! One connection at a time to a device or gateway, never used again once an answer was late or for another question:
//! what comes next on it may be the answer to an earlier one.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_modbus::client::{Context, Reader, tcp};
use tokio_modbus::slave::{Slave, SlaveContext};
use tokio_modbus::{Error, ExceptionCode};

use super::map::Table;
use super::plan::Block;
use crate::load::{Retry, Session};

const RETRY: Retry = Retry {
    tries: 3,
    base: Duration::from_millis(200),
    longest: Duration::from_secs(2),
    longest_asked: Duration::ZERO,
    budget: Duration::from_secs(60),
};

/// Why a block could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The device does not have these registers.
    NotThere(String),
    /// It does not answer now.
    Silent(String),
}

pub struct Gateway<'a> {
    host: &'a str,
    patience: Duration,
    session: &'a Session<'a>,
    context: Option<Context>,
    /// Connections that were opened.
    pub opened: u32,
}

impl<'a> Gateway<'a> {
    pub fn new(host: &'a str, patience: Duration, session: &'a Session<'a>) -> Self {
        Self { host, patience, session, context: None, opened: 0 }
    }

    /// Coils as registers of 0 and 1.
    pub async fn read(&mut self, block: Block) -> Result<Vec<u16>, Failure> {
        let mut last = Failure::Silent(String::new());
        for attempt in 0..RETRY.tries {
            if attempt > 0 {
                sleep(RETRY.pause(attempt - 1, None, self.session.draw())).await;
            }
            last = match self.once(block).await {
                Err(failure @ Failure::Silent(_)) if self.session.check().is_ok() => failure,
                done => return done,
            };
        }
        Err(last)
    }

    async fn once(&mut self, block: Block) -> Result<Vec<u16>, Failure> {
        self.session.count_request();
        let mut context = match self.context.take() {
            Some(context) => context,
            None => self.open().await?,
        };
        context.set_slave(Slave(block.unit));
        let answer = timeout(self.patience, ask(&mut context, block)).await;
        match answer {
            Err(_) => Err(Failure::Silent(format!("no answer within {} s", self.patience.as_secs_f32()))),
            Ok(Err(error)) => Err(Failure::Silent(error.to_string())),
            Ok(Ok(Ok(words))) if words.len() == usize::from(block.count) => {
                self.context = Some(context);
                Ok(words)
            }
            Ok(Ok(Ok(words))) => Err(Failure::Silent(format!("{} registers instead of {}", words.len(), block.count))),
            // an answer to the question, if not the one hoped for
            Ok(Ok(Err(exception))) => {
                self.context = Some(context);
                Err(failure(exception))
            }
        }
    }

    async fn open(&mut self) -> Result<Context, Failure> {
        let opened = timeout(self.patience, TcpStream::connect(self.host)).await;
        let silent = |message: String| Failure::Silent(format!("no connection: {message}"));
        let stream = opened.map_err(|_| silent("no answer".into()))?.map_err(|e| silent(e.to_string()))?;
        self.opened += 1;
        Ok(tcp::attach(stream))
    }
}

async fn ask(context: &mut Context, block: Block) -> Result<Result<Vec<u16>, ExceptionCode>, Error> {
    let Block { table, address, count, .. } = block;
    let bits = |bits: Vec<bool>| bits.into_iter().map(u16::from).collect();
    Ok(match table {
        Table::Holding => context.read_holding_registers(address, count).await?,
        Table::Input => context.read_input_registers(address, count).await?,
        Table::Coil => context.read_coils(address, count).await?.map(bits),
        Table::Discrete => context.read_discrete_inputs(address, count).await?.map(bits),
    })
}

fn failure(exception: ExceptionCode) -> Failure {
    let message = format!("exception {}: {exception}", u8::from(exception));
    match exception {
        ExceptionCode::IllegalFunction | ExceptionCode::IllegalDataAddress | ExceptionCode::IllegalDataValue => {
            Failure::NotThere(message)
        }
        _ => Failure::Silent(message),
    }
}
