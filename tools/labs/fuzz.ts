// `npm run lab:fuzz`: the fuzzer with 2,000 inputs per parser, for CI.
process.env['BASEWISE_FUZZ_RUNS'] ??= '2000';
await import('../fuzz.ts');
