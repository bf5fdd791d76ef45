/** A small file of every format and version, as its manager writes it; tests and the fuzzer begin with them. */
export const samples: readonly { readonly title: string; readonly path: string; readonly text: string }[] = [
  {
    title: 'package-lock 3',
    path: 'package-lock.json',
    text: JSON.stringify({
      name: 'app',
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { rollup: '^4' }, devDependencies: { a: '*' }, optionalDependencies: { fsevents: '2' } },
        'node_modules/rollup': { version: '4.0.0', resolved: 'https://npm.registry.example/rollup.tgz', integrity: 'sha512-x', dependencies: { b: '^1' }, optionalDependencies: { '@rollup/rollup-linux-x64-musl': '4.0.0', '@rollup/rollup-linux-x64-gnu': '4.0.0' }, engines: { node: '>=18' } },
        'node_modules/@rollup/rollup-linux-x64-musl': { version: '4.0.0', os: ['linux'], cpu: ['x64'], libc: ['musl'], optional: true },
        'node_modules/rollup/node_modules/b': { version: '1.0.0', hasInstallScript: true },
        'node_modules/b': { version: '2.0.0' },
        'node_modules/a': { name: 'real', version: '1.0.0', dev: true, dependencies: { b: '2' } },
        'packages/w': { version: '0.1.0', dependencies: { b: '2' } },
        'node_modules/w': { link: true, resolved: 'packages/w' },
      },
    }),
  },
  {
    title: 'package-lock 1',
    path: 'npm-shrinkwrap.json',
    text: JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        snappy: { version: '7.0.0', requires: { '@napi-rs/snappy-linux-x64-musl': '7.0.0', b: '^1' }, dependencies: { b: { version: '1.0.0' } } },
        '@napi-rs/snappy-linux-x64-musl': { version: '7.0.0', optional: true },
        b: { version: '2.0.0', dev: true },
        c: { version: 'github:a/b#0123456' },
        d: { version: 'npm:real@1.2.3' },
      },
    }),
  },
  {
    title: 'pnpm-lock 5.4',
    path: 'pnpm-lock.yaml',
    text: `lockfileVersion: 5.4\n\nspecifiers:\n  acorn-jsx: ^5\n  '@a/b': 1\n\ndependencies:\n  '@a/b': 1.0.0\n\ndevDependencies:\n  acorn-jsx: 5.3.2_acorn@8.8.0\n\npackages:\n\n  /@a/b/1.0.0:\n    resolution: {integrity: sha512-x}\n    cpu: [x64]\n    os: [linux]\n    requiresBuild: true\n    dev: false\n\n  /acorn/8.8.0:\n    resolution: {integrity: sha512-x}\n\n  /acorn-jsx/5.3.2_acorn@8.8.0:\n    resolution: {integrity: sha512-x}\n    dependencies:\n      acorn: 8.8.0\n    optionalDependencies:\n      gone: 1.0.0\n`,
  },
  {
    title: 'pnpm-lock 6',
    path: 'pnpm-lock.yaml',
    text: `lockfileVersion: '6.0'\n\ndependencies:\n  react:\n    specifier: ^18\n    version: 18.2.0(scheduler@0.23.0)\n\npackages:\n\n  /react@18.2.0(scheduler@0.23.0):\n    resolution: {integrity: sha512-x}\n    dependencies:\n      scheduler: 0.23.0\n\n  /scheduler@0.23.0:\n    resolution: {integrity: sha512-x}\n    libc: [musl]\n`,
  },
  {
    title: 'pnpm-lock 9',
    path: 'pnpm-lock.yaml',
    text: `---\nlockfileVersion: '9.0'\npackages: {}\n---\nlockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      sharp:\n        specifier: '*'\n        version: 0.35.5\n    devDependencies:\n      al:\n        specifier: npm:ms@2\n        version: ms@2.1.3\n\npackages:\n\n  '@img/sharp-linuxmusl-x64@0.35.5':\n    resolution: {integrity: sha512-x}\n    cpu: [x64]\n    os: [linux]\n    libc: [musl]\n\n  ms@2.1.3:\n    resolution: {integrity: sha512-x}\n\n  sharp@0.35.5:\n    resolution: {integrity: sha512-x}\n    engines: {node: '>=20'}\n\nsnapshots:\n\n  '@img/sharp-linuxmusl-x64@0.35.5':\n    optional: true\n\n  ms@2.1.3: {}\n\n  sharp@0.35.5:\n    optionalDependencies:\n      '@img/sharp-linuxmusl-x64': 0.35.5\n`,
  },
  {
    title: 'yarn 1',
    path: 'yarn.lock',
    text: `# yarn lockfile v1\n\n\n"@a/b@^1.0.0", "@a/b@^1.1.0":\n  version "1.1.0"\n  resolved "https://yarn.registry.example/@a/b/-/b-1.1.0.tgz#0123"\n  integrity sha512-x==\n  dependencies:\n    "@c/d" "^2.0.0"\n    e "1"\n  optionalDependencies:\n    f "*"\n\n"@c/d@^2.0.0":\n  version "2.0.1"\n\ne@1:\n  version "1.0.0"\n\n"g@npm:real@^3":\n  version "3.0.0"\n`,
  },
  {
    title: 'yarn berry',
    path: 'yarn.lock',
    text: `__metadata:\n  version: 10\n  cacheKey: 10c0\n\n"@a/b-linux-x64-musl@npm:1.10":\n  version: 1.10\n  resolution: "@a/b-linux-x64-musl@npm:1.10"\n  conditions: os=linux & cpu=x64 & libc=musl\n  languageName: node\n  linkType: hard\n\n"a@npm:^1.0.0, a@npm:^1.1.0":\n  version: 1.1.0\n  resolution: "a@npm:1.1.0"\n  dependencies:\n    "@a/b-linux-x64-musl": "npm:1.10"\n  dependenciesMeta:\n    "@a/b-linux-x64-musl":\n      optional: true\n  checksum: 10c0/00\n  languageName: node\n  linkType: hard\n\n"app@workspace:.":\n  version: 0.0.0-use.local\n  resolution: "app@workspace:."\n  dependencies:\n    a: "npm:^1.0.0"\n  languageName: unknown\n  linkType: soft\n`,
  },
  {
    title: 'bun.lock 2',
    path: 'bun.lock',
    text: `{\n  "lockfileVersion": 2,\n  "workspaces": {\n    "": {\n      "name": "app",\n      "dependencies": { "a": "*", },\n      "devDependencies": { "@s/c": "^1", },\n    },\n  },\n  // comment\n  "packages": {\n    "a": ["a@1.0.0", "", { "dependencies": { "b": "^2" }, "optionalDependencies": { "a-linux-x64-musl": "1.0.0" } }, "sha512-x"],\n    "a-linux-x64-musl": ["a-linux-x64-musl@1.0.0", "", { "os": "linux", "cpu": "x64", "libc": "musl" }, "sha512-x"],\n    "b": ["b@1.0.0", "", {}, "sha512-x"],\n    "a/b": ["b@2.0.0", "", { "hasInstallScript": true }, "sha512-x"],\n    "@s/c": ["@s/c@github:s/c#0123456", { "dependencies": { "b": "1" } }, "s-c-0123456"],\n  },\n}\n`,
  },
  {
    title: 'uv.lock',
    path: 'uv.lock',
    text: `version = 1\nrevision = 3\nrequires-python = ">=3.11"\nresolution-markers = ["python_full_version >= '3.12'", "python_full_version < '3.12'"]\n\n[[package]]\nname = "app"\nversion = "0.1.0"\nsource = { virtual = "." }\ndependencies = [\n    { name = "numpy", version = "2.4.6", source = { registry = "https://pypi.example/simple" }, marker = "python_full_version < '3.12'" },\n    { name = "numpy", version = "2.5.5", source = { registry = "https://pypi.example/simple" }, marker = "python_full_version >= '3.12'" },\n]\n\n[package.optional-dependencies]\nx = [{ name = "torch", extra = ["cpu"] }]\n\n[package.dev-dependencies]\ndev = [{ name = "torch" }]\n\n[[package]]\nname = "numpy"\nversion = "2.4.6"\nsource = { registry = "https://pypi.example/simple" }\nresolution-markers = ["python_full_version < '3.12'"]\nsdist = { url = "https://files.pypi.example/numpy-2.4.6.tar.gz", hash = "sha256:00" }\n\n[[package]]\nname = "numpy"\nversion = "2.5.5"\nsource = { registry = "https://pypi.example/simple" }\nwheels = [\n    { url = "https://files.pypi.example/numpy-2.5.5-cp312-cp312-musllinux_1_2_x86_64.whl", hash = "sha256:00", size = 1 },\n]\n\n[[package]]\nname = "torch"\nversion = "2.0+cpu"\nsource = { url = "https://other.example/torch-2.0%2Bcpu-cp312-cp312-linux_x86_64.whl" }\nwheels = [{ url = "https://other.example/torch-2.0%2Bcpu-cp312-cp312-linux_x86_64.whl", hash = "sha256:00" }]\n`,
  },
  {
    title: 'poetry.lock 2.1',
    path: 'poetry.lock',
    text: `[[package]]\nname = "numpy"\nversion = "2.5.5"\noptional = false\npython-versions = ">=3.12"\ngroups = ["main", "dev"]\nmarkers = "python_version >= \\"3.12\\""\nfiles = [\n    {file = "numpy-2.5.5-cp312-cp312-musllinux_1_2_x86_64.whl", hash = "sha256:00"},\n    {file = "numpy-2.5.5.tar.gz", hash = "sha256:00"},\n]\n\n[package.dependencies]\ncffi = {version = ">=1", markers = "os_name == \\"posix\\"", extras = ["x"]}\nb = [{version = "1", markers = "python_version < \\"3\\""}, {version = "2"}]\n\n[[package]]\nname = "cffi"\nversion = "2"\npython-versions = "*"\ngroups = ["dev"]\nmarkers = {dev = "sys_platform == \\"linux\\""}\nfiles = []\n\n[metadata]\nlock-version = "2.1"\npython-versions = ">=3.11,<3.15"\n`,
  },
  {
    title: 'poetry.lock 1.1',
    path: 'poetry.lock',
    text: `[[package]]\nname = "Mako"\nversion = "1.2"\ncategory = "dev"\noptional = true\npython-versions = "^3.7"\n\n[metadata]\nlock-version = "1.1"\npython-versions = "^3.10"\n\n[metadata.files]\nmako = [\n    {file = "Mako-1.2-py3-none-any.whl", hash = "sha256:00"},\n]\n`,
  },
  {
    title: 'pdm.lock',
    path: 'pdm.lock',
    text: `[metadata]\ngroups = ["default"]\nstrategy = ["inherit_metadata", "static_urls"]\nlock_version = "4.5.0"\n\n[[metadata.targets]]\nrequires_python = ">=3.11"\n\n[[package]]\nname = "lz4"\nversion = "4.4.5"\nrequires_python = ">=3.9"\ngroups = ["default"]\nmarker = "os_name == 'posix'"\ndependencies = ["cffi<2; python_version < '3.12'"]\nfiles = [\n    {url = "https://files.pypi.example/lz4-4.4.5.tar.gz", hash = "sha256:00"},\n    {file = "lz4-4.4.5-cp312-cp312-musllinux_1_2_x86_64.whl", hash = "sha256:00"},\n]\n\n[[package]]\nname = "cffi"\nversion = "1"\ngroups = ["test"]\nfiles = []\n`,
  },
  {
    title: 'pylock.toml',
    path: 'pylock.dev.toml',
    text: `lock-version = "1.0"\ncreated-by = "uv"\nrequires-python = ">=3.11"\nenvironments = ["sys_platform == 'linux'"]\n\n[[packages]]\nname = "a"\nversion = "1.0"\nmarker = "'dev' in dependency_groups"\nsdist = { url = "https://files.pypi.example/a-1.0.tar.gz", hashes = { sha256 = "00" } }\nwheels = [{ url = "https://files.pypi.example/a-1.0-py3-none-any.whl", hashes = { sha256 = "00" } }]\n\n[[packages]]\nname = "b"\nvcs = { type = "git", commit-id = "00" }\n\n[[packages]]\nname = "c"\ndirectory = { path = "." }\n`,
  },
  {
    title: 'Pipfile.lock',
    path: 'Pipfile.lock',
    text: JSON.stringify({ _meta: { 'pipfile-spec': 6, requires: { python_version: '3.12' } }, default: { lxml: { hashes: ['sha256:00'], version: '==5.1', markers: "python_version >= '3.6'" }, g: { git: 'https://x.example', ref: '0' } }, develop: { pytest: { version: '==8.0' } } }),
  },
  {
    title: 'requirements.txt',
    path: 'requirements.txt',
    text: `# comment\n-r other.txt\n-c constraints.txt\n--index-url https://pypi.example/simple\n-e ./folder\nDjango==5.2.15 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\ncryptography===48.0.1 ; python_version >= "3.9" # why\nrequests[socks]>=2\npkg @ https://other.example/pkg-1.0-py3-none-any.whl\ngitpkg @ git+https://x.example/r@0\n./local\n`,
  },
  { title: 'go.mod', path: 'go.mod', text: `module x\n\ngo 1.26\n\nrequire (\n\tgithub.com/mattn/go-sqlite3 v1.14.0\n\tgithub.com/a/b/v2 v2.0.0 // indirect\n)\n\nrequire x.example/c v0.1.0\n\nreplace github.com/a/b/v2 => ../b\nreplace x.example/c v0.1.0 => x.example/d v0.2.0\n` },
  { title: 'go.sum', path: 'go.sum', text: `github.com/a/b v1.0.0 h1:AAA=\ngithub.com/a/b v1.0.0/go.mod h1:AAA=\ngithub.com/c/d v1.0.0/go.mod h1:AAA=\n` },
  { title: 'modules.txt', path: 'vendor/modules.txt', text: `# github.com/a/b v1.0.0\n## explicit; go 1.20\ngithub.com/a/b/c\n# github.com/d/e v1.0.0 => github.com/f/e v1.1.0\n` },
  { title: 'Cargo.lock', path: 'Cargo.lock', text: `version = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = ["openssl-sys", "log 0.4.1"]\n\n[[package]]\nname = "openssl-sys"\nversion = "0.9.1"\nsource = "registry+https://x.example/index"\nchecksum = "00"\n\n[[package]]\nname = "log"\nversion = "0.4.1"\nsource = "git+https://x.example/log#0123"\n` },
  { title: 'Gemfile.lock', path: 'Gemfile.lock', text: `GIT\n  remote: https://x.example/g\n  revision: 0123\n  specs:\n    g (0.1)\n\nGEM\n  remote: https://gems.example/\n  specs:\n    nokogiri (1.18.9)\n      mini_portile2 (~> 2.8.2)\n      racc (~> 1.4)\n    nokogiri (1.18.9-x86_64-linux-gnu)\n    nokogiri (1.18.9-x86_64-linux-musl)\n    racc (1.8.1)\n\nPLATFORMS\n  ruby\n  x86_64-linux-musl\n\nDEPENDENCIES\n  g!\n  nokogiri (~> 1.18)\n\nBUNDLED WITH\n   2.6.8\n` },
  { title: 'composer.lock', path: 'composer.lock', text: JSON.stringify({ packages: [{ name: 'a/b', version: 'v1.0', require: { php: '>=8', 'ext-gd': '*' }, dist: { type: 'zip' } }], 'packages-dev': [{ name: 'c/d', version: '2' }], platform: { 'ext-redis': '*' }, 'plugin-api-version': '2.6.0' }) },
  { title: 'packages.lock.json', path: 'packages.lock.json', text: JSON.stringify({ version: 1, dependencies: { 'net8.0': { A: { type: 'Direct', resolved: '1.0.0', dependencies: { B: '1' } }, p: { type: 'Project' } }, 'net8.0/linux-x64': { A: { type: 'Direct', resolved: '1.0.0' } } } }) },
  { title: 'deps.json', path: 'app.deps.json', text: JSON.stringify({ runtimeTarget: { name: '.NETCoreApp,Version=v8.0' }, targets: { '.NETCoreApp,Version=v8.0': { 'SkiaSharp.NativeAssets.Linux/2.88': { runtimeTargets: { 'runtimes/linux-x64/native/libSkiaSharp.so': { rid: 'linux-x64', assetType: 'native' }, 'runtimes/linux-musl-x64/native/libSkiaSharp.so': { rid: 'linux-musl-x64', assetType: 'native' } } }, 'app/1.0': { runtime: { 'app.dll': {} } } } }, libraries: { 'app/1.0': { type: 'project' } } }) },
  { title: 'gradle.lockfile', path: 'gradle.lockfile', text: `# comment\norg.xerial.snappy:snappy-java:1.1.10.8=compileClasspath,runtimeClasspath\njunit:junit:4.12=testCompileClasspath\nempty=annotationProcessor\n` },
  { title: 'pom.xml', path: 'pom.xml', text: `<?xml version="1.0"?>\n<!-- c -->\n<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><version>1</version><properties><v>2.0</v></properties><dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>m</artifactId><version>3</version></dependency></dependencies></dependencyManagement><dependencies><dependency><groupId>io.netty</groupId><artifactId>netty-tcnative</artifactId><version>\${v}</version><classifier>linux-x86_64</classifier></dependency><dependency><groupId>g</groupId><artifactId>m</artifactId><scope>test</scope></dependency></dependencies><x/></project>\n` },
  { title: 'mix.lock', path: 'mix.lock', text: `%{\n  "bcrypt_elixir": {:hex, :bcrypt_elixir, "3.1.0", "00", [:make, :mix], [{:comeonin, "~> 5.3", [hex: :comeonin, repo: "hexpm", optional: false]}, {:elixir_make, "~> 0.6", [hex: :elixir_make, repo: "hexpm", optional: false]}], "hexpm", "00"},\n  "g": {:git, "https://x.example/g.git", "0123", []},\n}\n` },
  { title: 'rebar.lock', path: 'rebar.lock', text: `{"1.2.0",\n[{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.9.0">>},0},\n {<<"g">>,{git,"https://x.example/g.git",{ref,"0123"}},0}]}.\n` },
]; // prettier-ignore
