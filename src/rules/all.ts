import type { RunnableRule } from '../judge/rule.ts';
import { compiledAnew } from './compiled-anew/rule.ts';
import { missingBuild } from './missing-build/rule.ts';
import { missingInterpreter } from './missing-interpreter/rule.ts';
import { missingLibrary } from './missing-library/rule.ts';
import { missingProgram } from './missing-program/rule.ts';
import { missingSymbol } from './missing-symbol/rule.ts';
import { missingVersion } from './missing-version/rule.ts';
import { muslAllocator } from './musl-allocator/rule.ts';
import { notAProgram } from './not-a-program/rule.ts';
import { notExecutable } from './not-executable/rule.ts';
import { replacedPackage } from './replaced-package/rule.ts';
import { replacedLink } from './replaced-link/rule.ts';
import { resolverCnameOrder } from './resolver-cname-order/rule.ts';
import { resolverConfiguration } from './resolver-configuration/rule.ts';
import { resolverFirstError } from './resolver-first-error/rule.ts';
import { resolverLargeAnswers } from './resolver-large-answers/rule.ts';
import { resolverNoTcp } from './resolver-no-tcp/rule.ts';
import { resolverSearch } from './resolver-search/rule.ts';
import { resolverStaleConfiguration } from './resolver-stale-configuration/rule.ts';
import { resolverStatic } from './resolver-static/rule.ts';
import { resolverStrictPair } from './resolver-strict-pair/rule.ts';
import { resolverTcpWait } from './resolver-tcp-wait/rule.ts';
import { scriptInterpreterRule } from './script-interpreter/rule.ts';
import { secondWallRule } from './second-wall/rule.ts';
import { silentCrash } from './silent-crash/rule.ts';
import { staticTls } from './static-tls/rule.ts';
import { threadStack } from './thread-stack/rule.ts';
import { undecided } from './undecided/rule.ts';
import { unloadableFile } from './unloadable-file/rule.ts';
import { unseenModule } from './unseen-module/rule.ts';
import { wrongMachine } from './wrong-machine/rule.ts';

/** In the order in which a user would meet the failures: the program, its loader, libraries, versions, symbols, and what breaks later. */
export const imageRules: readonly RunnableRule[] = [
  missingProgram,
  notExecutable,
  notAProgram,
  wrongMachine,
  missingInterpreter,
  secondWallRule,
  scriptInterpreterRule,
  missingBuild,
  missingLibrary,
  unloadableFile,
  missingVersion,
  missingSymbol,
  staticTls,
  unseenModule,
  silentCrash,
  replacedLink,
  threadStack,
  muslAllocator,
  replacedPackage,
  compiledAnew,
  resolverConfiguration,
  resolverNoTcp.image,
  resolverLargeAnswers.image,
  resolverStrictPair.image,
  resolverSearch.image,
  resolverTcpWait.image,
  resolverFirstError.image,
  resolverCnameOrder.image,
  resolverStaleConfiguration.image,
  resolverStatic,
  undecided,
];
