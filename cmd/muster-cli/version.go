package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"muster/assets"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "version",
		Short:             "Print the version",
		Long:              "Print the version of the program, of Go and of the system it was built for.",
		Example:           "  muster-cli version --format json",
		Args:              cobra.NoArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(*cobra.Command, []string) error {
			if !a.json() {
				a.printf("%s\n", versionText())
				return nil
			}
			return a.printJSON(struct {
				Program string `json:"program"`
				Version string `json:"version"`
				Go      string `json:"go"`
				OS      string `json:"os"`
				Arch    string `json:"arch"`
			}{"muster-cli", assets.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH})
		},
	}
}

func versionText() string {
	return fmt.Sprintf("muster-cli %s (%s, %s/%s)", assets.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
