import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The development server hands everything but the page itself to a running Ascribe
// (`npm start`), so that cookies and the strict headers are the real ones.
// oxlint-disable-next-line node/no-process-env
const API = process.env['ASCRIBE_DEV_API'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  resolve: {
    alias: {
      '@app/api-client': resolve(import.meta.dirname, '../../libs/api-client/src/index.ts'),
      '@app/verify': resolve(import.meta.dirname, '../../libs/verify/src/index.ts'),
    },
  },
  server: { port: 5173, proxy: { '/api': API, '/healthz': API } },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    sourcemap: false,
    // The Content-Security-Policy knows no `data:` fonts and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
