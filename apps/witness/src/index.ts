export { runWitness, type WitnessSurroundings } from './run-witness.js';
export { WitnessMisused, WitnessRefusal } from './refusal.js';
