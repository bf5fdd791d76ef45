/** What a scanner or an SBOM says of one image, whatever wrote it. Plain data. */
export interface ScanDocument {
  readonly format: 'grype' | 'trivy' | 'cyclonedx' | 'spdx' | 'syft';
  /** Of the format, where it has one: `1.6`, `SPDX-2.3`. */
  readonly formatVersion: string | null;
  /** Program and version that wrote it. */
  readonly tool: string | null;
  /** When, as written; null where the document does not say. */
  readonly date: string | null;
  readonly about: ScannedImage;
  /** null where the document lists none: a report of vulnerabilities names only what is affected. */
  readonly packages: readonly ScannedPackage[] | null;
  /** null where the document is no report of vulnerabilities. An empty list is one that found none. */
  readonly vulnerabilities: readonly ScannedVulnerability[] | null;
}

/** What was scanned, as far as it is named. */
export interface ScannedImage {
  /** A reference, a path: as the user of the scanner gave it. */
  readonly names: readonly string[];
  /** Of manifest and configuration: `sha256:…`. */
  readonly digests: readonly string[];
  /** `sha256:…` of the layers' tars, from the bottom; empty where they are not named. */
  readonly diffIds: readonly string[];
}

export interface ScannedPackage {
  /** With its namespace where names are only unique with it: `@types/node`, `org.slf4j/slf4j-api`. */
  readonly name: string;
  readonly version: string | null;
  /** Type of the package URL (`deb`, `apk`, `rpm`, `npm`, `pypi` …), else as the document names it; null where it does not. */
  readonly type: string | null;
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'negligible' | 'unknown';

/** One vulnerability in one package. */
export interface ScannedVulnerability {
  /** The CVE where the document names it, else the scanner's own: `CVE-2024-1234`, `GHSA-…`, `DSA-…`. */
  readonly id: string;
  readonly severity: Severity;
  readonly package: ScannedPackage;
  /** Versions that repair it; empty where there is none or none is known. */
  readonly fixedIn: readonly string[];
}
