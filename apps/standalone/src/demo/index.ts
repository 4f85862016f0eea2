export { loadDemo, type DemoOptions } from './load-demo.js';
export { DEMO_PEOPLE } from './people.js';
