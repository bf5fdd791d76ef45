#!/usr/bin/env node
import { runCommandLine } from './cli/run.ts';
import { keepNurserySmall } from './cli/small-nursery.ts';

keepNurserySmall();
process.exitCode = await runCommandLine(process.argv.slice(2));
