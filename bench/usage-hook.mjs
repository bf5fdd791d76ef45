// node --import bench/usage-hook.mjs …: writes CPU seconds (all threads) and peak memory of the process to $BENCH_USAGE when it ends.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ cpu: (user + system) / 1e6, peakMiB: process.resourceUsage().maxRSS / 1024 }));
});
