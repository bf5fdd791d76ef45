export type SymbolCategory = 'fortify' | 'isoc23' | 'lfs64' | 'gnu-api' | 'glibc-internal' | 'ucontext' | 'host' | 'other';

/** What kind of name a missing symbol is (loader.md, section 9). */
export function symbolCategory(name: string): SymbolCategory {
  if (/^__\w+_chk$|^__(open|openat|open64|openat64|poll|ppoll|read|pread)(64)?_2$|^__fdelt_chk$/.test(name)) return 'fortify';
  if (name.startsWith('__isoc23_')) return 'isoc23';
  if (/^(?!__)\w+64$/.test(name)) return 'lfs64';
  if (/^(get|set|make|swap)context$/.test(name)) return 'ucontext';
  if (/^(napi_|node_api_|uv_|_ZNK?(?:2v8|4node|5cppgc|12v8_inspector)|_?Py[A-Z_]|rb_|zend_|php_|enif_|Perl_|PL_)/.test(name)) return 'host';
  if (gnuApi.has(name)) return 'gnu-api';
  return /^(__|_dl_|_IO_|_obstack_|obstack_|_res$)/.test(name) ? 'glibc-internal' : 'other';
}

const gnuApi = new Set([
  'error', 'error_at_line', 'backtrace', 'backtrace_symbols', 'backtrace_symbols_fd', 'arc4random', 'arc4random_buf', 'arc4random_uniform', 'rawmemchr', 'gnu_get_libc_version',
  'gnu_get_libc_release', 'argp_parse', 'argp_usage', 'argp_help', 'close_range', 'closefrom', 'sigdescr_np', 'sigabbrev_np', 'strerrordesc_np', 'strerrorname_np', 'canonicalize_file_name',
  'mallinfo', 'mallinfo2', 'mallopt', 'malloc_trim', 'malloc_info', 'malloc_stats', 'statx', 'dlvsym', 'dlmopen', 'rpmatch', 'innetgr', 'fts_open', 'fts_read', 'fts_close', 'fts_children',
  'pthread_cond_clockwait', 'pthread_mutex_clocklock', 'pthread_attr_setaffinity_np', 'pthread_rwlockattr_setkind_np', 'qsort_r', 'feenableexcept', 'fedisableexcept', 'fegetexcept',
  'random_r', 'initstate_r', 'srandom_r', 'getpwent_r', 'getprotobyname_r', 'getnetbyname_r', 'strfry', 'memfrob', 'program_invocation_name',
]); // prettier-ignore

export const categoryWords: Readonly<Record<SymbolCategory, string>> = {
  fortify: 'checked functions that _FORTIFY_SOURCE makes of ordinary calls (glibc has them, musl does not)',
  isoc23: 'C23 variants that glibc 2.38 and newer headers substitute for strtol, sscanf and their kind',
  lfs64: 'large-file names that glibc keeps beside the plain ones (musl needs none; fcntl64 was never in it)',
  'gnu-api': 'GNU extensions',
  'glibc-internal': "glibc's own internals",
  ucontext: 'ucontext functions, which musl leaves out (libucontext has them)',
  host: 'functions of the program that loads it: a mismatch with that program, not with the C library',
  other: 'functions that no library in its reach defines',
};
