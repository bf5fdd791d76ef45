// BuildKit's own Dockerfile parser and shell lexer behind JSON lines: the truth that src/formats/text/dockerfile is compared with.
// go mod init oracle && go get github.com/moby/buildkit@v0.25.1 && go mod tidy && go build -o oracle .
// node tools/buildkit-oracle/record.ts ./oracle > src/formats/text/dockerfile/testdata/buildkit.json
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

type H struct {
	Name    string `json:"name"`
	Expand  bool   `json:"expand"`
	Chomp   bool   `json:"chomp"`
	Content string `json:"content"`
}
type N struct {
	Keyword  string   `json:"keyword"`
	Flags    []string `json:"flags"`
	Args     []string `json:"args"`
	JSON     bool     `json:"json"`
	Original string   `json:"original"`
	Start    int      `json:"start"`
	End      int      `json:"end"`
	Heredocs []H      `json:"heredocs"`
}
type Out struct {
	Error  string `json:"error,omitempty"`
	Escape string `json:"escape,omitempty"`
	Nodes  []N    `json:"nodes,omitempty"`
	Instr  string `json:"instr,omitempty"`
}

func args(node *parser.Node) []string {
	result := []string{}
	for ; node.Next != nil; node = node.Next {
		arg := node.Next
		if len(arg.Children) == 0 {
			result = append(result, arg.Value)
		} else if len(arg.Children) == 1 {
			result = append(result, arg.Children[0].Value)
			result = append(result, args(arg.Children[0])...)
		}
	}
	return result
}

func parse(b []byte) Out {
	r, err := parser.Parse(bytes.NewReader(b))
	if err != nil {
		return Out{Error: err.Error()}
	}
	o := Out{Escape: string(r.EscapeToken)}
	for _, c := range r.AST.Children {
		n := N{Keyword: c.Value, Flags: c.Flags, Args: args(c), JSON: c.Attributes["json"], Original: c.Original, Start: c.StartLine, End: c.EndLine}
		for _, h := range c.Heredocs {
			n.Heredocs = append(n.Heredocs, H{h.Name, h.Expand, h.Chomp, h.Content})
		}
		o.Nodes = append(o.Nodes, n)
	}
	_, _, err = instructions.Parse(r.AST, nil)
	if err != nil {
		o.Instr = err.Error()
	}
	return o
}

// stdin lines: {"file": base64} or {"word":..., "env":[...], "escape":"\\"}
func main() {
	sc := bufio.NewScanner(os.Stdin)
	sc.Buffer(make([]byte, 1<<20), 1<<28)
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for sc.Scan() {
		var in struct {
			File   *string  `json:"file"`
			Word   *string  `json:"word"`
			Env    []string `json:"env"`
			Escape string   `json:"escape"`
			Words  bool     `json:"words"`
		}
		if err := json.Unmarshal(sc.Bytes(), &in); err != nil {
			panic(err)
		}
		if in.File != nil {
			b, _ := base64.StdEncoding.DecodeString(*in.File)
			enc.Encode(parse(b))
			continue
		}
		e := '\\'
		if strings.HasPrefix(in.Escape, "`") {
			e = '`'
		}
		lex := shell.NewLex(e)
		if in.Words {
			ws, err := lex.ProcessWords(*in.Word, shell.EnvsFromSlice(in.Env))
			m := map[string]any{"words": ws}
			if err != nil {
				m = map[string]any{"error": err.Error()}
			}
			enc.Encode(m)
			continue
		}
		res, err := lex.ProcessWordWithMatches(*in.Word, shell.EnvsFromSlice(in.Env))
		m := map[string]any{"result": res.Result}
		if err != nil {
			m = map[string]any{"error": err.Error()}
		}
		enc.Encode(m)
	}
}
