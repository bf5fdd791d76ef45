/** Libraries with native code in their JARs, and what is known of it on musl (native-dependencies.md 6). */
export const nativeLibraries: ReadonlyMap<string, string> = new Map([
  ['org.xerial.snappy:snappy-java', 'has a musl build for x86_64 since 1.1.10.8; its aarch64 build needs libc and libm only'],
  ['org.xerial:sqlite-jdbc', 'has builds below Linux-Musl in current releases'],
  ['org.rocksdb:rocksdbjni', 'has musl builds and chooses them through sh and ldd; needs libstdc++'],
  ['io.netty:netty-tcnative-boringssl-static', 'one build for both C libraries since 2.0.82; before that x86_64 needs ld-linux'],
  ['io.netty:netty-transport-native-epoll', 'one build for both C libraries is meant to load'],
  ['net.java.dev.jna:jna', 'one glibc build, which loads on musl lazily'],
  ['com.github.luben:zstd-jni', 'one glibc build, which needs libc and libgcc'],
  ['org.lz4:lz4-java', 'no musl build; falls back to Java'],
  ['org.fusesource.jansi:jansi', 'has musl builds since 2.4'],
  ['com.microsoft.onnxruntime:onnxruntime', 'built for glibc alone'],
  ['org.tensorflow:tensorflow-core-api', 'built for glibc alone'],
  ['org.conscrypt:conscrypt-openjdk-uber', 'built for glibc alone'],
  ['org.openjfx:javafx-graphics', 'built for glibc alone'],
  ['com.google.protobuf:protoc', 'a program for glibc, used while building'],
  ['io.grpc:protoc-gen-grpc-java', 'a program for glibc, used while building'],
]);

/** Libraries that go on in Java where their native does not load. */
export const fallsBackToJava: ReadonlySet<string> = new Set(['org.lz4:lz4-java', 'at.yawk.lz4:lz4-java']);

/** Libraries whose natives are published for glibc alone. */
export const glibcOnlyLibraries: ReadonlySet<string> = new Set(
  [...nativeLibraries].flatMap(([name, note]) => (note === 'built for glibc alone' ? [name] : [])),
);
