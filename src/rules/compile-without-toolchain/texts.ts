import { listed } from '../../judge/group-failures.ts';
import type { Evidence, Lack } from './evidence.ts';

export function describeLack({ command, base, family, lacks }: Evidence): { readonly message: string; readonly fix: string } {
  const names = [...new Set(lacks.flatMap((each) => each.names))];
  const head = `\`${command}\` needs ${listed(names, 8)}, which ${base} does not have and no step before it installs.`;
  const more = lacks.length > 6 ? [`${lacks.length - 6} more ask for them.`] : [];
  return {
    message: [head, ...lacks.slice(0, 6).map((lack) => line(lack, names)), ...more].join('\n'),
    fix: `${installers[family] ?? 'install'} ${names.join(' ')} in this stage, before this command`,
  };
}

function line({ by, names, symptom, outcome, file }: Lack, all: readonly string[]): string {
  const who = file === null ? by : `${by} (${file})`;
  const what = names.length === all.length ? '' : ` asks for ${listed(names, 8)}`;
  const then = outcome ?? (symptom === '' ? '' : `the build says \`${symptom}\``);
  return `${who}${what}${then === '' ? '' : `${what === '' ? ':' : ';'} ${then}`}.`;
}

const installers: Readonly<Record<string, string | undefined>> = {
  alpine: 'apk add',
  wolfi: 'apk add',
  debian: 'apt-get install',
  ubuntu: 'apt-get install',
  rhel: 'dnf install',
  fedora: 'dnf install',
};
