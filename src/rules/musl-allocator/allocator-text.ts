/** The mechanism, and no factor: how much it costs hangs on how often the threads allocate. */
export function allocatorText(libc: string, changes: boolean): string {
  return `malloc of ${libc} has one lock for all threads and no cache per thread${changes ? ', which the glibc of the own base has' : ', which glibc has'}: threads that allocate often wait for one another.`;
}

export const allocatorFix =
  'measure it under load; mimalloc or jemalloc linked into the program (Rust: #[global_allocator]) takes musl’s malloc out of the way';
