package seal

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
)

func TestSealOpen(t *testing.T) {
	const password = "Grüße aus dem Labor 7"
	plain := []byte(`{"format": "muster-engagement"}`)
	sealed, err := Seal(plain, password)
	if err != nil {
		t.Fatal(err)
	}
	if !Is(sealed) || Is(plain) || bytes.Contains(sealed, []byte("muster")) {
		t.Errorf("not sealed: %.60q", sealed)
	}
	if got, err := Open(sealed, password); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := Open(sealed, password+" "); !errors.Is(err, ErrPassword) {
		t.Errorf("a wrong password gives %v", err)
	}
	if _, err := Open(sealed, ""); !errors.Is(err, ErrPassword) {
		t.Errorf("no password gives %v", err)
	}
	for _, cut := range []int{1, 30, len(sealed) / 2, len(sealed) - 1} {
		if _, err := Open(sealed[:cut], password); err == nil || errors.Is(err, ErrPassword) {
			t.Errorf("cut to %d bytes: %v", cut, err)
		}
	}
	damaged := bytes.Clone(sealed)
	damaged[len(damaged)-1] ^= 1
	if _, err := Open(damaged, password); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("damaged: %v", err)
	}
	var armored bytes.Buffer
	w := armor.NewWriter(&armored)
	if _, err := w.Write(sealed); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if got, err := Open(armored.Bytes(), password); !Is(armored.Bytes()) || err != nil || !bytes.Equal(got, plain) {
		t.Errorf("armored: %q, %v", got, err)
	}
}

func TestSealRefusesNoPassword(t *testing.T) {
	if _, err := Seal([]byte("x"), ""); !errors.Is(err, ErrNoPassword) {
		t.Error(err)
	}
	if _, err := NewKey(""); !errors.Is(err, ErrNoPassword) {
		t.Error(err)
	}
}

func TestKey(t *testing.T) {
	const password = "once"
	k, err := NewKey(password)
	if err != nil {
		t.Fatal(err)
	}
	var sealed [][]byte
	for _, s := range []string{"", "one", strings.Repeat("two ", 1e5)} {
		b, err := k.Seal([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		sealed = append(sealed, b)
	}
	again, err := OpenKey(k.Sealed(), password)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"", "one", strings.Repeat("two ", 1e5)} {
		if got, err := again.Open(sealed[i]); err != nil || string(got) != want {
			t.Errorf("%d: %.20q, %v", i, got, err)
		}
	}
	if _, err := OpenKey(k.Sealed(), "twice"); !errors.Is(err, ErrPassword) {
		t.Error(err)
	}
}

// A file of another program may ask for any amount of work, or for a key.
func TestForeignFiles(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	keyed, err := encrypt([]byte("x"), id.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(keyed, "x"); err == nil || errors.Is(err, ErrPassword) || !strings.Contains(err.Error(), "key rather than a password") {
		t.Errorf("a file with a key: %v", err)
	}
	greedy := []byte("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nxxxxxxxxxxxxxxxxxxxxxxxxxxx")
	if _, err := Open(greedy, "x"); err == nil || !strings.Contains(err.Error(), "more work") {
		t.Errorf("a greedy file: %v", err)
	}
}
