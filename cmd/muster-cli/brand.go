package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"muster/assessment/brand"
	"muster/assessment/store"
)

// brandRequest is what a profile is made of.
type brandRequest struct {
	brand.Profile
	logo  string
	force bool
}

func (a *app) brandCommand() *cobra.Command {
	r := &brandRequest{}
	cmd := &cobra.Command{
		Use:   "brand FILE" + brand.Extension,
		Short: "Make a brand profile for reports",
		Long: `Write the company, logo, colour, cover text and classification that reports are
presented with into a profile, for muster-cli report --brand and for the window.
The logo is a PNG or a JPEG; the colour must be readable on white.`,
		Example: `  muster-cli brand acme.muster-brand --company "Acme Consulting" --logo logo.png --color "#0B3D91"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("name one profile to write; found %d names", len(args))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.makeBrand(r, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&r.Name, "name", "", "name of the profile (default the company, or the file's name)")
	flags.StringVar(&r.Company, "company", "", "who presents the reports")
	flags.StringVar(&r.logo, "logo", "", "a PNG or JPEG `FILE`")
	flags.StringVar(&r.Color, "color", "", "accent colour, such as #0B6A6A")
	flags.StringVar(&r.Cover, "cover-text", "", "text on the cover")
	flags.StringVar(&r.Classification, "classification", "", "marking on every page, instead of the engagement's")
	flags.BoolVar(&r.force, "force", false, "replace FILE if it exists")
	must(cmd.MarkFlagFilename("logo", "png", "jpg", "jpeg"))
	return cmd
}

func (a *app) makeBrand(r *brandRequest, path string) error {
	if filepath.Ext(path) == "" {
		path += brand.Extension
	}
	if err := refuseExisting(path, r.force); err != nil {
		return err
	}
	if r.logo != "" {
		data, err := store.ReadFile(r.logo)
		if err != nil {
			return err
		}
		if r.Logo, err = brand.Logo(data); err != nil {
			return fmt.Errorf("%s: %w", r.logo, err)
		}
	}
	if r.Empty() && r.Classification == "" {
		return usagef("nothing to put into the profile; give --company, --logo, --color, --cover-text or --classification")
	}
	for _, name := range []string{r.Company, strings.TrimSuffix(filepath.Base(path), brand.Extension)} {
		if strings.TrimSpace(r.Name) == "" {
			r.Name = name
		}
	}
	if err := r.Check(); err != nil {
		return err
	}
	if err := store.WriteAtomic(path, r.Write()); err != nil {
		return err
	}
	a.printf("Written: %s\n", path)
	return nil
}
