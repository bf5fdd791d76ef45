import type { ShellCommand, ShellWord } from '../../dockerfile/shell/command.ts';
import type { Target } from '../target.ts';
import { cutWord } from './cut.ts';
import type { StageScope } from './stage-scope.ts';

/**
 * PEP 668: Debian from 12, Ubuntu from 24.04 and Alpine from 3.19 refuse pip outside a virtual environment, for their own Python. pip knows the option that allows it
 * since 23.0.1; UBI 9 and Ubuntu 22.04 have an older one, which stops at the option.
 */
export function externallyManaged({ list, file, target, image, installed }: StageScope, command: ShellCommand): void {
  const verb = pipInstall(command);
  if (verb === undefined || image === 'python' || (command.argv[0]?.text ?? '').includes('/')) return;
  if (!(installed.has('python3-pip') || installed.has('py3-pip'))) return;
  const option = command.argv.findIndex(({ text }) => text === ALLOW);
  if (hasOldPip(target)) {
    const word = command.argv[option];
    const before = command.argv[option - 1];
    if (word === undefined || before === undefined) return;
    const reason = `pip of ${target.words} is older than this option, and needs none`;
    list.add({ ...cutWord(file.text, before.end, word), reason, certainty: 'likely', rule: 'python' });
    return;
  }
  if (!isManaged(target) || option !== -1 || command.argv.some(({ text }) => /^--(?:user|target|prefix|root)\b|^-t$/.test(text))) return;
  const reason = `${target.words}'s own Python refuses pip install without it (PEP 668)`;
  list.add({ start: verb.end, end: verb.end, after: ` ${ALLOW}`, reason, certainty: 'likely', rule: 'python' });
}

const ALLOW = '--break-system-packages';

function pipInstall({ name, argv }: ShellCommand): ShellWord | undefined {
  const isModule = /^python3?$/.test(name) && argv[1]?.text === '-m' && argv[2]?.text === 'pip';
  return /^pip3?$/.test(name) || isModule ? argv.find(({ text }) => text === 'install') : undefined;
}

function isManaged({ family, release }: Target): boolean {
  if (family === 'alpine') return Number(release?.split('.')[1] ?? 0) >= 19;
  return (family === 'debian' && Number(release) >= 12) || (family === 'ubuntu' && Number(release) >= 23.04);
}

function hasOldPip({ family, release }: Target): boolean {
  return (
    (family === 'rhel' && Number(release) < 10) ||
    (family === 'debian' && Number(release) < 12) ||
    (family === 'ubuntu' && Number(release) < 23.04)
  );
}
