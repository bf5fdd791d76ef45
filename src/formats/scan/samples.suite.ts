/** One small document of each form, put together from the fields that the tools write. */
export const samples = {
  grype: {
    matches: [
      {
        vulnerability: { id: 'CVE-2026-1', severity: 'Critical', fix: { versions: ['2.36-10'], state: 'fixed' } },
        relatedVulnerabilities: [],
        artifact: { name: 'libc6', version: '2.36-9', type: 'deb', purl: 'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12' },
      },
      {
        vulnerability: { id: 'GHSA-aaaa-bbbb-cccc', severity: 'Medium', fix: { versions: [], state: 'not-fixed' } },
        relatedVulnerabilities: [{ id: 'CVE-2026-2' }],
        artifact: { name: '@types/node', version: '1.0.0', type: 'npm', purl: 'pkg:npm/%40types/node@1.0.0' },
      },
    ],
    ignoredMatches: [{ vulnerability: { id: 'CVE-2026-3', severity: 'High' }, artifact: { name: 'libc6', version: '2.36-9' } }],
    source: {
      type: 'image',
      target: {
        userInput: 'app:1',
        imageID: 'sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
        manifestDigest: 'sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
        tags: ['app:1'],
        repoDigests: ['r.example/app@sha256:cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc'],
        layers: [{ digest: 'sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', size: 1 }],
      },
    },
    distro: { name: 'debian', version: '12' },
    descriptor: { name: 'grype', version: '0.121.2', timestamp: '2026-11-24T10:00:00Z' },
  },
  trivy: {
    SchemaVersion: 2,
    Trivy: { Version: '0.74.0' },
    CreatedAt: '2026-11-24T10:00:00Z',
    ArtifactName: 'app:1',
    ArtifactType: 'container_image',
    Metadata: {
      ImageID: 'sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      DiffIDs: ['sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd'],
      RepoTags: ['app:1'],
    },
    Results: [
      {
        Target: 'app:1 (debian 12.15)',
        Class: 'os-pkgs',
        Type: 'debian',
        Packages: [
          { Name: 'libc6', Version: '2.36', Release: '9', Identifier: { PURL: 'pkg:deb/debian/libc6@2.36-9?arch=amd64' } },
          { Name: 'bsdutils', Version: '2.38.1', Release: '5', Epoch: 1 },
        ],
        Vulnerabilities: [
          {
            VulnerabilityID: 'CVE-2026-1',
            PkgName: 'libc6',
            InstalledVersion: '2.36-9',
            FixedVersion: '2.36-10, 2.37-1',
            Status: 'fixed',
            Severity: 'CRITICAL',
            PkgIdentifier: { PURL: 'pkg:deb/debian/libc6@2.36-9?arch=amd64' },
          },
        ],
      },
      { Target: 'Node.js', Class: 'lang-pkgs', Type: 'node-pkg', Vulnerabilities: [{ VulnerabilityID: 'GHSA-x', PkgName: 'left-pad' }] },
      { Target: 'Dockerfile', Class: 'config', Type: 'dockerfile', MisconfSummary: { Successes: 1, Failures: 0 } },
    ],
  },
  cyclonedx: {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: {
      timestamp: '2026-11-24T10:00:00Z',
      tools: { components: [{ type: 'application', name: 'trivy', version: '0.74.0' }] },
      component: {
        'bom-ref': 'root',
        type: 'container',
        name: 'app:1',
        version: 'sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
        properties: [
          { name: 'aquasecurity:trivy:DiffID', value: 'sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd' },
        ],
      },
    },
    components: [
      { 'bom-ref': 'os', type: 'operating-system', name: 'debian', version: '12.15' },
      { 'bom-ref': 'file', type: 'file', name: '/etc/passwd' },
      { 'bom-ref': 'libc', type: 'library', name: 'libc6', version: '2.36-9', purl: 'pkg:deb/debian/libc6@2.36-9?arch=amd64' },
      {
        'bom-ref': 'jar',
        type: 'library',
        group: 'org.slf4j',
        name: 'slf4j-api',
        version: '2.0.0',
        components: [
          { 'bom-ref': 'node', type: 'library', group: '@types', name: 'node', version: '1.0.0', purl: 'pkg:npm/%40types/node@1.0.0' },
        ],
      },
    ],
    vulnerabilities: [
      {
        id: 'CVE-2026-1',
        ratings: [{ severity: 'low' }, { severity: 'critical' }, { method: 'other', score: 0.1 }],
        recommendation: 'Upgrade libc6 to version 2.36-10',
        affects: [{ ref: 'libc' }, { ref: 'os' }],
      },
      { id: 'CVE-2026-3', analysis: { state: 'not_affected' }, ratings: [{ severity: 'high' }], affects: [{ ref: 'libc' }] },
      { id: 'GHSA-y', references: [{ id: 'CVE-2026-4', source: {} }], affects: [{ ref: 'pkg:npm/elsewhere@1.0.0' }] },
    ],
  },
  spdx: {
    spdxVersion: 'SPDX-2.3',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: 'app:1',
    creationInfo: { created: '2026-11-24T10:00:00Z', creators: ['Organization: Anchore, Inc', 'Tool: syft-1.57.0'] },
    packages: [
      {
        name: 'libc6',
        SPDXID: 'SPDXRef-libc6',
        versionInfo: '2.36-9',
        externalRefs: [
          { referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a:libc6:libc6:2.36-9:*:*:*:*:*:*:*' },
          { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:deb/debian/libc6@2.36-9?arch=amd64' },
        ],
      },
      { name: 'something', SPDXID: 'SPDXRef-something', versionInfo: '1' },
      { name: 'package-lock.json', SPDXID: 'SPDXRef-lock', primaryPackagePurpose: 'APPLICATION' },
      {
        name: 'app:1',
        SPDXID: 'SPDXRef-root',
        versionInfo: 'sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
        primaryPackagePurpose: 'CONTAINER',
      },
    ],
    relationships: [{ spdxElementId: 'SPDXRef-DOCUMENT', relatedSpdxElement: 'SPDXRef-root', relationshipType: 'DESCRIBES' }],
  },
  syft: {
    artifacts: [
      { name: 'libc6', version: '2.36-9', type: 'deb', purl: 'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12' },
      { name: 'odd', version: '', type: 'binary', purl: '' },
    ],
    source: {
      name: 'app:1',
      type: 'image',
      metadata: {
        userInput: 'app:1',
        manifestDigest: 'sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
        layers: [{ digest: 'sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd' }],
      },
    },
    descriptor: { name: 'syft', version: '1.57.0' },
    schema: { version: '16.1.13', url: 'schema-16.1.13.json' },
  },
} as const;
