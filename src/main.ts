#!/usr/bin/env node
import { runCommandLine } from './cli/run.ts';
import { startFrugally } from './cli/engine-settings.ts';

startFrugally();
process.exitCode = await runCommandLine(process.argv.slice(2));
