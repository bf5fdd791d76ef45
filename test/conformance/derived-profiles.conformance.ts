// node test/conformance/derived-profiles.conformance.ts [SUBJECT…]: what ABI lists say of Debian's own glibc and GCC, against what its libraries really export;
// and for each subject, whether software gets the same answers on a derived Debian as on the measured one.
import { abiTable } from '../../src/bases/profiles/derived/abi-table.ts';
import { derivedBases } from '../../src/bases/profiles/derived/derived-bases.ts';
import { findShippedProfile } from '../../src/bases/profiles/shipped-profiles.ts';
import { shippedTarget } from '../../src/cli/check/resolve-target.ts';
import { judgeCarried } from '../../src/judge/judge-target.ts';
import { understand } from '../../src/judge/understand.ts';
import { readSubject } from '../../src/subjects/read-subject.ts';
import { compareDerivation } from '../../tools/profiles/compare-derivation.ts';

const platform = { os: 'linux', architecture: 'amd64' };
let differences = 0;
for (const { title, missing, extra } of compareDerivation()) {
  differences += missing.length + extra.length;
  console.log(`${title}: ${missing.length} missing, ${extra.length} extra`);
  for (const each of missing.slice(0, 20)) console.log(`  only measured: ${each}`);
  for (const each of extra.slice(0, 20)) console.log(`  only derived:  ${each}`);
}
console.log(`${differences} differences; derived from ${abiTable('x86_64').source}`);

let judged = 0;
let otherWords = 0;
for (const subject of process.argv.slice(2)) {
  const read = await readSubject(subject, { platform });
  const software = understand(read.name, read.rootfs, read.config);
  for (const base of derivedBases) {
    const measured = findShippedProfile(base.name, 'linux/amd64');
    if (measured?.kind !== 'measured') continue;
    const { name, aliases } = base;
    const derived = { kind: 'derived', name, aliases, platform: 'linux/amd64', date: '', derived: base, architecture: 'x86_64' } as const;
    const real = judgeCarried(software, shippedTarget(measured)).artifacts;
    const ours = new Map(judgeCarried(software, shippedTarget(derived)).artifacts.map((artifact) => [artifact.path, artifact]));
    for (const { path, outcome, messages } of real) {
      const other = ours.get(path);
      judged++;
      if (other?.outcome === outcome && other.messages.join('\n') !== messages.join('\n')) otherWords++;
      if (other?.outcome === outcome) continue;
      differences++;
      console.log(`${name} ${path}: measured ${outcome}, derived ${other?.outcome ?? 'absent'}`);
    }
  }
}
if (judged > 0)
  console.log(`${judged} outcomes compared, ${otherWords} with the same outcome in other words; ${differences} differences in all`);
process.exitCode = differences === 0 ? 0 : 1;
