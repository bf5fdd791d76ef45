// node bench/peer-snyk.mjs ARCHIVE: what `snyk container test` reads of an archive, without its service. Runs in the folder where the peer is installed.
import { createRequire } from 'node:module';

const plugin = createRequire(`${process.cwd()}/`)('snyk-docker-plugin');
const result = await plugin.scan({ path: process.argv[2] });
console.log(`${result.scanResults.length} results`);
