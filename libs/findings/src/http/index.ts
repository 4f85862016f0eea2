export { FindingsHttpModule } from './findings-http.module.js';
