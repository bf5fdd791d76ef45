/** A language runtime that was installed beside the distribution's packages: what a language image adds to its base. */
export interface Runtime {
  readonly kind: RuntimeKind;
  /** Real path of its program. */
  readonly program: string;
  /** The path under which it is started: `/usr/local/bin/node`. */
  readonly command: string;
  /** Folder that bin, lib and so on lie in. */
  readonly prefix: string;
  /** `3.11` for CPython, from its library folder; absent where no file name says it. */
  readonly version?: string;
  /** The path belongs to the runtime, not to software that runs on it. */
  readonly covers: (path: string) => boolean;
}

export type RuntimeKind = 'node' | 'python' | 'java' | 'ruby' | 'php' | 'dotnet' | 'go' | 'erlang';
