// One lookup with Node's dns.resolve4, as a JSON line. Argument: name.
import { promises as dns } from 'node:dns';

const classes = {
  ENOTFOUND: 'not-found',
  ENODATA: 'no-data',
  ESERVFAIL: 'temporary-failure',
  ECONNREFUSED: 'temporary-failure',
  EREFUSED: 'refused',
  ETIMEOUT: 'timeout',
  EBADNAME: 'bad-name',
};
const start = performance.now();
const outcome = await dns.resolve4(process.argv[2]).then(
  (addresses) => ({ result: 'ok', class: 'ok', addresses }),
  (error) => ({ result: error.code, class: classes[error.code] ?? 'failure', addresses: [] }),
);
console.log(JSON.stringify({ ...outcome, elapsedMs: Math.round(performance.now() - start) }));
