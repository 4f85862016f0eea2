/** Settings of PostgreSQL by their names in postgresql.conf. */
export type PostgresSettings = Readonly<Record<string, string>>;

/**
 * For a laptop that runs the whole product in less than 300 MB. What an answered write promises
 * is not negotiable: `fsync` and `synchronous_commit` keep their default, on.
 */
export const SMALL_SETTINGS: PostgresSettings = {
  shared_buffers: '48MB',
  max_connections: '60',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '256MB',
  // No replicas: no need to write what they would read, nor to keep processes for them.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  autovacuum_max_workers: '1',
  // PostgreSQL 18 would keep three more processes to read ahead.
  io_method: 'sync',
  // Compiling a plan costs more memory and time than our queries run.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log names errors, and none of the rows or statements in which case content would stand.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** Only this machine, only over TCP: a path to a socket may be longer than the 107 bytes that the kernel takes. */
export const listenOn = (port: number): PostgresSettings => ({
  listen_addresses: '127.0.0.1',
  port: String(port),
  unix_socket_directories: '',
});

export const settingArguments = (settings: PostgresSettings): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
