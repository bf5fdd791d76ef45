/**
 * Programs that are known to need no C library of their own: released as static Go, Rust (musl) or C programs, or as scripts. Names of programs, of images' last part,
 * and of release archives. A hint that takes a finding away, so it holds only what its project documents or builds with CGO_ENABLED=0.
 */
export function isKnownPortable(text: string): boolean {
  const names = text
    .toLowerCase()
    .split(/[/@:?#=&]/)
    .flatMap((part) => {
      const bare = part.replace(/\.(?:tar\.\w+|tgz|zip|gz|xz|bz2|phar|sh)$/, '');
      return [
        bare,
        bare.replace(/[-_.]?v?\d[\w.]*?(?=[-_.](?:linux|static|amd64|x86|arm)|$).*$/, ''),
        bare.replace(/[-_.](?:linux|static|amd64|x86_64|arm64|aarch64|\$).*$/, ''),
      ];
    });
  return (
    names.some((name) => portable.has(name) || isExporter(name)) ||
    /\/go\/?\d*|go1\.\d+[\w.]*\.linux/.test(text) ||
    /musl|[-_.]static(?:[-_./]|$)/.test(text.toLowerCase())
  );
}

/** Exporters of the Prometheus organisation and those built like them with promu, which turns cgo off. */
function isExporter(name: string): boolean {
  return /^[a-z][\w-]*_exporter$/.test(name);
}

/** Scripts and data that images keep among their programs. */
export function isScriptName(name: string): boolean {
  return /\.(?:sh|py|js|mjs|rb|pl|php|phar)$|^(?:docker-(?:php-.*|entrypoint.*|compose)|install-php-extensions|composer|npm|npx|yarn|yarnpkg|pnpm|corepack|wait-for.*|entrypoint.*|ldd)$/.test(
    name,
  );
}

const portable: ReadonlySet<string> = new Set(
  `golangci-lint shfmt hadolint actionlint terraform terragrunt tflint terrascan packer vault consul consul-template nomad boundary waypoint kubectl helm kustomize kubeconform kubeval kube-score kubeseal
k9s kind minikube stern kubectx eksctl aws-iam-authenticator istioctl argocd argo flux tekton tkn oc cosign crane regctl skaffold ko jib buildctl buildkitd buildx docker-buildx docker docker-compose compose dockerd dockerize
gosu su-exec tini-static dumb-init tini-amd64-static catatonit supercronic ofelia envsubst gomplate confd remco dasel yq jq-linux64 jq-linux-amd64 gojq mc minio caddy traefik prometheus promtool alertmanager node_exporter
blackbox_exporter pushgateway thanos loki promtail logcli tempo grpcurl grpc_health_probe grpc-health-probe migrate goose dbmate sqlc sql-migrate atlas golang-migrate restic rclone etcd etcdctl nats nats-server natscli k6 vegeta hey
age sops gitleaks trivy grype syft dive gh glab hub act task direnv mkcert step cfssl cfssljson lego cloudflared ngrok frpc frps gost wstunnel chisel headscale tailscale tailscaled s6-overlay s6-overlay-noarch s6-overlay-x86_64
selenoid ctop termshark fortio calicoctl etcd-cli editorconfig-checker ec protoc-gen-go protoc-gen-go-grpc buf reflex air esbuild hugo goreleaser goss nerdctl runc containerd ctr crictl cri-dockerd cni-plugins bridge loopback
host-local firewall binfmt qemu-aarch64-static qemu-arm-static qemu-x86_64-static uv uvx ruff vector fluent-cli gotpl wait4x wait-for-it telegraf opa conftest checkmake xx mockgen swag templ statik packr ghz pprof dlv delve
gotestsum staticcheck gopls ssm-agent coredns external-dns velero oras notation spire-server spire-agent pebble litestream soft-serve gitea-runner act_runner woodpecker drone lazydocker lazygit duf gdu fzf pup miller mlr
tofu opentofu pocketbase registry adguardhome filebrowser terraform-docs tfsec infracost kube-bench kubescape popeye doctl hcloud gosec gofumpt traefik-certs-dumper dbmate nerdctl
sigil protoc-gen-lint protoc-gen-doc protoc-gen-validate protoc-gen-grpc-gateway protoc-gen-openapiv2 plantuml phpstan phpunit php-cs-fixer psalm composer-unused`
    .split(/\s+/)
    .filter((name) => name !== ''),
);
