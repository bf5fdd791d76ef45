import { glibcOnlyLibraries } from '../../ecosystems/java/native-libraries.ts';
import type { Finding } from '../../report/report.ts';
import { listed } from '../group-failures.ts';
import { lockfileLocator } from '../lockfile-lines.ts';
import { describePlace } from './place.ts';
import { contextFolders } from './run-products.ts';
import type { StageContext } from './stage-facts.ts';
import { isReached, runFacts } from './stage-runs.ts';

/**
 * JARs bring natives for every platform along, whatever builds them: those that are published for glibc alone, in a stage on musl. Which of them the program loads nobody
 * knows, so that the stage is open.
 */
export function javaNatives(context: StageContext): readonly Finding[] {
  const { place, build, runtimes, locks, move, name } = context;
  if (place.libc !== 'musl' || place.glibcBeside || !runtimes.some((runtime) => runtime.name === 'java')) return [];
  for (const stage of build.stages.filter(({ needed }) => needed)) {
    for (const step of stage.steps) {
      if (step.kind !== 'run') continue;
      const run = runFacts(step);
      for (const { tool, command } of run.builds) {
        if ((tool !== 'maven' && tool !== 'gradle') || !isReached(command)) continue;
        for (const directory of contextFolders(stage, run.folderOf(command) ?? '/', context)) {
          const found = locks.find(directory, tool === 'maven' ? ['pom.xml'] : ['gradle.lockfile']);
          if (found === null) continue;
          const natives = found.lock.packages.filter((each) => each.development !== true && glibcOnlyLibraries.has(each.name));
          if (natives.length === 0) return [];
          const file = `${locks.folder.prefix}${found.path}`;
          const locate = lockfileLocator(found.text);
          const names = natives.map((each) => (each.version === null ? each.name : `${each.name} ${each.version}`));
          return [
            {
              id: `package-foreign:${move === 'own' ? 'own' : `${move}:${name}`}:${found.path}:natives`,
              rule: 'package-foreign',
              severity: 'warning',
              certainty: 'possible',
              where: [context.at(command.start), ...natives.slice(0, 19).map((each) => ({ file, ...locate(each.name, each.version) }))],
              count: natives.length,
              message: `${listed(names, 6)} of ${file} ${names.length === 1 ? 'has' : 'have'} native code that is built for glibc alone, and the program runs on ${describePlace(place)}: what uses it ends in UnsatisfiedLinkError.`,
              fix: `a base with glibc, or \`basewise check lockfile:${file} --online\` to look into the JARs`,
              evidence: { packages: names.slice(0, 50) },
            },
          ];
        }
      }
    }
  }
  return [];
}
