package main

import (
	"context"
	"testing"
	"time"
)

func TestCancelledSimulationPrintsNothing(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	time.AfterFunc(100*time.Millisecond, cancel)
	start := time.Now()
	code, out, errs := call(ctx, nil, "simulate", "--queue", "lambda=20,mean=0.5,servers=14", "--years", "400")
	if code != exitFailed || out != "" || errs != "error: cancelled; there are no figures\n" {
		t.Errorf("code %d, stdout %q, stderr %q", code, out, errs)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}
