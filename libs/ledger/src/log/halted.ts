/** Why the log is not signed any more. Its message is for the operator and on the ledger's page: it tells of sizes and nothing else. */
export class Halted extends Error {}
