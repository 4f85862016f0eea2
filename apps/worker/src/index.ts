export { createWorker, type WorkerOptions } from './create-worker.js';
export { WorkerModule } from './worker.module.js';
