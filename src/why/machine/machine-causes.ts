import type { CauseText, RankedCause } from '../cause.ts';
import type { MachineSays } from './recognise-machine.ts';

export type MachineCause =
  | 'base-for-newer-cpu'
  | 'base-for-newer-kernel'
  | 'code-for-newer-cpu'
  | 'wrong-architecture'
  | 'small-thread-stack'
  | 'postponed-symbol'
  | 'compatibility-layer'
  | 'own-fault'
  | 'attempts-zero-musl'
  | 'division-by-zero'
  | 'nothing-to-start'
  | 'not-startable';

/** The causes that fit, best first. */
export function machineCauses(says: MachineSays): readonly RankedCause<MachineCause>[] {
  return FITS[says];
}

const FITS: Readonly<Record<MachineSays, readonly RankedCause<MachineCause>[]>> = {
  'cpu-level': [{ id: 'base-for-newer-cpu', fit: 'strong' }],
  'kernel-too-old': [{ id: 'base-for-newer-kernel', fit: 'strong' }],
  'segmentation-fault': [
    { id: 'postponed-symbol', fit: 'fits' },
    { id: 'small-thread-stack', fit: 'fits' },
    { id: 'compatibility-layer', fit: 'fits' },
    { id: 'own-fault', fit: 'fits' },
  ],
  'illegal-instruction': [
    { id: 'code-for-newer-cpu', fit: 'strong' },
    { id: 'wrong-architecture', fit: 'fits' },
  ],
  'floating-point': [
    { id: 'attempts-zero-musl', fit: 'fits' },
    { id: 'division-by-zero', fit: 'fits' },
  ],
  'exit-127': [{ id: 'nothing-to-start', fit: 'strong' }],
  'exit-126': [{ id: 'not-startable', fit: 'strong' }],
};

export const machineMeanings: Readonly<Record<MachineSays, string>> = {
  'cpu-level': 'glibc was built for a newer level of x86-64 than this processor (or the one that the virtual machine shows) has.',
  'kernel-too-old': 'glibc was built for a newer kernel than the one that runs here.',
  'segmentation-fault': 'The process touched memory that is not its own (signal 11, exit code 139); the text does not tell where.',
  'illegal-instruction': 'The process met an instruction that this processor does not have (signal 4, exit code 132).',
  'floating-point': 'The process divided by zero (signal 8, exit code 136).',
  'exit-127': 'Exit code 127 is that of a shell that found no program, and of both loaders when a library or a symbol is missing.',
  'exit-126': 'Exit code 126 is that of a shell whose program is there and could not be started.',
};

const judged = 'basewise check IMAGE   # loads every program and library as the loader would';

export const machineTexts: Readonly<Record<MachineCause, CauseText>> = {
  'base-for-newer-cpu': {
    what: 'The base is built for x86-64-v2 (RHEL 9, UBI 9) or v3 (RHEL 10, UBI 10).',
    tell: ['/lib64/ld-linux-x86-64.so.2 --help | grep x86-64-v   # on a machine where it starts', 'grep -m1 flags /proc/cpuinfo'],
    fix: 'a base for plain x86-64 (Debian, Ubuntu, Alpine), or a CPU type of the virtual machine that passes the host’s instructions through',
  },
  'base-for-newer-kernel': {
    what: 'An old host runs a new base.',
    tell: ['uname -r'],
    fix: 'a newer host kernel, or an older base',
  },
  'code-for-newer-cpu': {
    what: 'The code was compiled for a newer processor: -march=native on the build machine, AVX in a prebuilt module (TensorFlow, MongoDB 5 and newer), or an emulator that lacks instructions.',
    tell: ['grep -m1 -o "avx[^ ]*" /proc/cpuinfo', 'docker image inspect IMAGE --format "{{.Architecture}}"; uname -m'],
    fix: 'a build for plain x86-64, or a machine with those instructions',
  },
  'wrong-architecture': {
    what: 'A library of another machine was mapped: musl does not check it.',
    tell: [judged],
    fix: 'take the build for this machine',
  },
  'postponed-symbol': {
    what: 'On musl a function that no library has is found out at its first call, without a word; likewise relative relocations (DT_RELR) that an older loader leaves undone.',
    tell: [`${judged}; look for silent-crash`],
    fix: 'take a build for this base',
  },
  'small-thread-stack': {
    what: 'Threads of musl have 128 KiB of stack (80 KiB before 1.1.21), glibc’s 8 MiB: deep recursion in a thread overflows it.',
    tell: ['run it on a base with glibc', 'ulimit -s does not change it on musl'],
    fix: 'give threads a stack of their own (pthread_attr_setstacksize, -Wl,-z,stack-size=N, threading.stack_size)',
  },
  'compatibility-layer': {
    what: 'A glibc program on Alpine through gcompat or a foreign glibc: what the layer lacks or has otherwise crashes.',
    tell: [judged, 'apk info gcompat libc6-compat'],
    fix: 'a build for musl, or a base with glibc',
  },
  'own-fault': {
    what: 'A fault of the program that has nothing to do with its base.',
    tell: ['run the same version on another base: basewise check IMAGE --on debian:13-slim'],
    fix: 'a core dump, a debugger',
  },
  'attempts-zero-musl': {
    what: '`options attempts:0` in resolv.conf: musl from 1.1.17 divides by it, and the process dies at its first DNS lookup.',
    tell: ['grep -n attempts /etc/resolv.conf', 'basewise check IMAGE --resolv-conf FILE'],
    fix: 'attempts:1 or more (dnsConfig of the pod)',
  },
  'division-by-zero': {
    what: 'A division by zero in the program itself.',
    tell: ['basewise dns doctor   # to rule the resolver out'],
    fix: 'a core dump, a debugger',
  },
  'nothing-to-start': {
    what: 'The program, its loader or one of its libraries is not there. The line before says which.',
    tell: [judged, 'basewise ldd --in IMAGE PROGRAM'],
    fix: 'as the findings say',
  },
  'not-startable': {
    what: 'No execute bit, a directory, a mount with noexec, or a file for another machine.',
    tell: ['ls -l PROGRAM; file PROGRAM', judged],
    fix: 'chmod +x in the build, or the build for this machine',
  },
};
