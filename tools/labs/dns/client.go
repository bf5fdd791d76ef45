// One lookup with Go's own resolver, as a JSON line. Arguments: name, family.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

func main() {
	network := map[string]string{"inet": "ip4", "inet6": "ip6"}[os.Args[2]]
	if network == "" {
		network = "ip"
	}
	start := time.Now()
	ips, err := (&net.Resolver{PreferGo: true}).LookupIP(context.Background(), network, os.Args[1])
	out := map[string]any{"result": "ok", "class": "ok", "elapsedMs": time.Since(start).Milliseconds()}
	addresses := []string{}
	for _, ip := range ips {
		addresses = append(addresses, ip.String())
	}
	if err != nil {
		out["result"], out["class"] = "error", classOf(err)
		addresses = []string{}
	}
	out["addresses"] = addresses
	line, _ := json.Marshal(out)
	fmt.Println(string(line))
}

// The kit's classes: conformance/dns/README.md.
func classOf(err error) string {
	var dns *net.DNSError
	switch {
	case strings.Contains(err.Error(), "no suitable address"):
		return "no-data"
	case !errors.As(err, &dns):
		return "other"
	case dns.IsNotFound:
		return "not-found"
	case dns.IsTimeout:
		return "timeout"
	case dns.IsTemporary:
		return "temporary-failure"
	default:
		return "failure"
	}
}
