import type { RunnableStageRule } from '../judge/stage-rule.ts';
import { absentRuntime } from './absent-runtime/rule.ts';
import { baseOutOfSupport } from './base-out-of-support/rule.ts';
import { busyboxFlags } from './busybox-flags/rule.ts';
import { compileWithoutToolchain } from './compile-without-toolchain/rule.ts';
import { crossLibcCopy } from './cross-libc-copy/rule.ts';
import { crossingTag } from './crossing-tag/rule.ts';
import { externallyManagedPython } from './externally-managed-python/rule.ts';
import { glibcOnlyVendor } from './glibc-only-vendor/rule.ts';
import { glibcShim } from './glibc-shim/rule.ts';
import { icuInvariant } from './icu-invariant/rule.ts';
import { ignoredLoaderSettings } from './ignored-loader-settings/rule.ts';
import { installWithoutLock } from './install-without-lock/rule.ts';
import { localeExpectations } from './locale-expectations/rule.ts';
import { missingShell } from './missing-shell/rule.ts';
import { accountTools } from './missing-user/rule.ts';
import { muslAllocatorInStage } from './musl-allocator/stage-rule.ts';
import { newerGlibcBuilder } from './newer-glibc-builder/rule.ts';
import { movedArchiveRule } from './moved-archive/rule.ts';
import { oldDigest } from './old-digest/rule.ts';
import { resolverCnameOrder } from './resolver-cname-order/rule.ts';
import { resolverFirstError } from './resolver-first-error/rule.ts';
import { resolverLargeAnswers } from './resolver-large-answers/rule.ts';
import { resolverNoTcp } from './resolver-no-tcp/rule.ts';
import { resolverSearch } from './resolver-search/rule.ts';
import { resolverStaleConfiguration } from './resolver-stale-configuration/rule.ts';
import { resolverStrictPair } from './resolver-strict-pair/rule.ts';
import { resolverTcpWait } from './resolver-tcp-wait/rule.ts';
import { refusedFile } from './refused-file/rule.ts';
import { scriptInterpreterInStage } from './script-interpreter/stage-rule.ts';
import { shellSyntax } from './shell-syntax/rule.ts';
import { staticGlibc } from './static-glibc/rule.ts';
import { threadStackInStage } from './thread-stack/stage-rule.ts';
import { wrongTool } from './wrong-tool/rule.ts';

/** Every rule over the stages of a Dockerfile, in the order in which a user would meet the failures. */
export const stageRules: readonly RunnableStageRule[] = [
  refusedFile,
  wrongTool,
  movedArchiveRule,
  missingShell,
  scriptInterpreterInStage,
  shellSyntax,
  busyboxFlags,
  accountTools,
  externallyManagedPython,
  compileWithoutToolchain,
  installWithoutLock,
  glibcOnlyVendor,
  crossLibcCopy,
  absentRuntime,
  newerGlibcBuilder,
  staticGlibc,
  glibcShim,
  ignoredLoaderSettings,
  localeExpectations,
  icuInvariant,
  resolverNoTcp.stage,
  resolverLargeAnswers.stage,
  resolverStrictPair.stage,
  resolverSearch.stage,
  resolverTcpWait.stage,
  resolverFirstError.stage,
  resolverCnameOrder.stage,
  resolverStaleConfiguration.stage,
  threadStackInStage,
  muslAllocatorInStage,
  baseOutOfSupport,
  crossingTag,
  oldDigest,
];
