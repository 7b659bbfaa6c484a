import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { singlePage } from './single-page.ts';

/** Builds the page that judges files without a server: one HTML file that also opens from disk. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), singlePage()],
  resolve: {
    alias: {
      // The parser's other build expects Node's Buffer.
      'csv-parse/sync': 'csv-parse/browser/esm/sync',
      'node:crypto': `${import.meta.dirname}/node-crypto.ts`,
    },
  },
  build: {
    target: 'es2022',
    outDir: '../../dist/judge',
    emptyOutDir: true,
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: {
      // The PDF library would ask for its own address, which a page in one file does not have.
      transform: { define: { 'import.meta': '{}' } },
      input: `${import.meta.dirname}/main.tsx`,
      // Browsers refuse modules from disk; CommonJS can be evaluated as classic scripts.
      output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});
