export { DEMO_PEOPLE, loadDemo, type DemoOptions } from './load-demo.js';
