/** What a package's own loader looks at when it chooses among its builds. */
export interface SelectionTarget {
  /** Node's word for the machine: x64, arm64 … */
  readonly arch: string;
  /** e_machine of its programs. */
  readonly machine: number;
  /** Of the runtime that runs there. */
  readonly libc: 'musl' | 'glibc' | null;
  /** /etc/alpine-release exists: node-gyp-build's only test for musl. */
  readonly alpineRelease: boolean;
  /** `process.versions.modules`, where known. */
  readonly nodeAbi?: number;
  readonly nodeMajor?: number;
  /** Version of glibc, where it is one and known: [2, 36]. */
  readonly glibc?: readonly [number, number];
}
