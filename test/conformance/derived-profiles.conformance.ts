// node test/conformance/derived-profiles.conformance.ts: what ABI lists say of Debian's own glibc and GCC, against what its libraries really export.
import { abiTable } from '../../src/bases/profiles/derived/abi-table.ts';
import { compareDerivation } from '../../tools/profiles/compare-derivation.ts';

let differences = 0;
for (const { title, missing, extra } of compareDerivation()) {
  differences += missing.length + extra.length;
  console.log(`${title}: ${missing.length} missing, ${extra.length} extra`);
  for (const each of missing.slice(0, 20)) console.log(`  only measured: ${each}`);
  for (const each of extra.slice(0, 20)) console.log(`  only derived:  ${each}`);
}
console.log(`${differences} differences; derived from ${abiTable('x86_64').source}`);
process.exitCode = differences === 0 ? 0 : 1;
