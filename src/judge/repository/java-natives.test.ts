import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsOf, judgeStageText } from '../../rules/stage-rule.suite.ts';

const pom = (artifact: string, scope = 'compile'): string =>
  `<project><dependencies><dependency><groupId>com.microsoft.onnxruntime</groupId><artifactId>${artifact}</artifactId><version>1.22.0</version><scope>${scope}</scope></dependency></dependencies></project>`;
const build = (from: string): string =>
  `FROM maven:3-eclipse-temurin-21 AS b\nWORKDIR /src\nCOPY . .\nRUN mvn package\nFROM ${from}\nCOPY --from=b /src/target/app.jar /app.jar\nCMD ["java","-jar","/app.jar"]\n`;

test('a JAR whose natives are for glibc alone leaves a stage on musl open', () => {
  const files = { 'pom.xml': pom('onnxruntime') };
  const alpine = build('eclipse-temurin:21-jre-alpine');
  const [finding, ...more] = findingsOf('package-foreign', alpine, { files });
  assert.deepEqual(more, []);
  assert.deepEqual([finding?.severity, finding?.certainty], ['warning', 'possible']);
  assert.match(finding?.message ?? '', /onnxruntime 1\.22\.0 of pom\.xml has native code that is built for glibc alone/);
  assert.equal(judgeStageText(alpine, { files }).verdict, 'unknown');
});

test('not on glibc, not of tests, not of libraries with builds for both', () => {
  assert.deepEqual(findingsOf('package-foreign', build('eclipse-temurin:21-jre'), { files: { 'pom.xml': pom('onnxruntime') } }), []);
  const alpine = build('eclipse-temurin:21-jre-alpine');
  assert.deepEqual(findingsOf('package-foreign', alpine, { files: { 'pom.xml': pom('onnxruntime', 'test') } }), []);
  assert.deepEqual(findingsOf('package-foreign', alpine, { files: { 'pom.xml': pom('something') } }), []);
});
