import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elfFile } from '../distro/libc/literal-libc.suite.ts';
import type { LiteralElf } from '../formats/binary/elf-literal.ts';
import { literalRootfs } from '../tree/literal.ts';
import { EM_386, EM_AARCH64, EM_ARM, EM_PPC64, EM_RISCV, EM_S390, EM_X86_64, machineOf } from './machine.ts';
import { run } from './literal-root.suite.ts';
import { openWorld } from './world.ts';

/** e_machine, class, the word of musl, the interpreter of glibc, and PLT, initial-exec and IFUNC relocations of the psABI. */
const MACHINES = [
  [EM_X86_64, 64, 'x86_64', '/lib64/ld-linux-x86-64.so.2', 7, 18, 37],
  [EM_AARCH64, 64, 'aarch64', '/lib/ld-linux-aarch64.so.1', 1026, 1030, 1032],
  [EM_ARM, 32, 'armhf', '/lib/ld-linux-armhf.so.3', 22, 19, 160],
  [EM_386, 32, 'i386', '/lib/ld-linux.so.2', 7, 14, 42],
  [EM_PPC64, 64, 'powerpc64le', '/lib64/ld64.so.2', 21, 73, 248],
  [EM_S390, 64, 's390x', '/lib/ld64.so.1', 11, 56, 61],
  [EM_RISCV, 64, 'riscv64', '/lib/ld-linux-riscv64-lp64d.so.1', 5, 11, 58],
] as const;

for (const [machine, bits, arch, glibc, plt, initialExec, irelative] of MACHINES) {
  describe(arch, () => {
    const shape: LiteralElf = { machine, class: bits, endian: machine === EM_S390 ? 'big' : 'little', stack: { flags: 6 } };
    const table = bits === 32 ? 'rel' : 'rela';
    const lib = (relocations: NonNullable<LiteralElf['relocations']>): LiteralElf => ({
      ...shape,
      tls: { size: 8, align: 8 },
      symbols: [
        { name: 'tv', type: 6, value: 0 },
        { name: 'f', defined: false },
      ],
      relocations,
    });
    const good = elfFile(
      lib([
        { type: plt, symbol: 'f', table: 'jmprel' },
        { type: initialExec, symbol: 'tv', table },
      ]),
    );
    const program = (interpreter: string) =>
      elfFile({
        ...shape,
        interpreter,
        entry: 1,
        needed: ['libgood.so', 'libifunc.so'],
        symbols: [{ name: 'f' }],
        tags: [[0x6ffffffb, 0x0800_0000]],
      });
    const musl = `/lib/ld-musl-${arch}.so.1`;
    const world = openWorld(
      literalRootfs({
        [musl]: elfFile({
          ...shape,
          rodata: Buffer.from(`\x001.2.5\0musl libc (${arch})\nVersion %s\n\0`),
          symbols: [{ name: '__libc_start_main' }],
        }),
        [glibc]: elfFile({
          ...shape,
          soname: 'ld.so',
          rodata: Buffer.from('\0/lib/\0/usr/lib/\0ld.so (Debian GLIBC 2.36-9) stable release version 2.36.\n\0'),
          symbols: [{ name: '_rtld_global', type: 1 }],
        }),
        '/musl': program(musl),
        '/glibc': program(glibc),
        '/lib/libgood.so': good,
        '/lib/libifunc.so': elfFile(lib([{ type: irelative, table }])),
        '/lib/libodd.so': elfFile(lib([{ type: 200, table }])),
      }),
    );

    test('glibc applies all of them', () => {
      assert.equal(machineOf({ machine, class: bits, endian: shape.endian ?? 'little' })?.glibcInterpreter, glibc);
      const result = run(world, '/glibc');
      assert.deepEqual([result.outcome, result.messages, result.loader], ['runs', [], 'glibc-2.36']);
      assert.match(run(world, '/lib/libodd.so', 'dlopen-now', { host: '/glibc' }).messages.join(), /unexpected reloc type 0xc8/);
    });

    test('musl has no IFUNC', () => {
      const result = run(world, '/musl');
      assert.deepEqual(result.messages, [`Error relocating /lib/libifunc.so: unsupported relocation type ${irelative}`]);
    });
  });
}

test('x32 has no table, and says so', () => assert.equal(machineOf({ machine: EM_X86_64, class: 32, endian: 'little' }), null));
