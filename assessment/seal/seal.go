// Package seal protects documents with a password. A sealed document is an
// ordinary age file (age-encryption.org/v1, scrypt), so that any age program
// opens it too.
package seal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

const (
	intro = "age-encryption.org/v1"
	// workFactor is log2 of scrypt's cost: what age itself takes, about a second.
	workFactor = 18
	// maxWorkFactor bounds what a file may ask for: 2^20 takes a gigabyte.
	maxWorkFactor = 20
	// maxPlain bounds what comes out of a sealed document, in bytes.
	maxPlain = 64 << 20
)

// ErrPassword says that data is sealed and the password does not open it.
var ErrPassword = errors.New("the password is wrong; check capitals and the keyboard's language, and try again")

// ErrNoPassword says that an empty password was given to seal with.
var ErrNoPassword = errors.New("a password of at least one sign is needed")

// Is reports whether data is a sealed document, armored ones included.
func Is(data []byte) bool {
	return bytes.HasPrefix(data, []byte(intro)) || bytes.HasPrefix(data, []byte(armor.Header))
}

// Seal protects data with a password. It takes about a second. Errors:
// ErrNoPassword.
func Seal(data []byte, password string) ([]byte, error) {
	if password == "" {
		return nil, ErrNoPassword
	}
	r, err := age.NewScryptRecipient(password)
	if err != nil {
		return nil, err
	}
	r.SetWorkFactor(workFactor)
	return encrypt(data, r)
}

// Open gives what was sealed. It takes about a second. Errors: ErrPassword, or
// one that says why the file is no use.
func Open(data []byte, password string) ([]byte, error) {
	if password == "" {
		return nil, ErrPassword
	}
	id, err := age.NewScryptIdentity(password)
	if err != nil {
		return nil, err
	}
	id.SetMaxWorkFactor(maxWorkFactor)
	return decrypt(data, id)
}

func encrypt(data []byte, to age.Recipient) ([]byte, error) {
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to)
	if err == nil {
		if _, err = w.Write(data); err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("cannot protect the document: %w", err)
	}
	return b.Bytes(), nil
}

func decrypt(data []byte, id age.Identity) ([]byte, error) {
	var in io.Reader = bytes.NewReader(data)
	if bytes.HasPrefix(data, []byte(armor.Header)) {
		in = armor.NewReader(in)
	}
	r, err := age.Decrypt(in, id)
	if err != nil {
		var none *age.NoIdentityMatchError
		switch {
		case strings.Contains(err.Error(), "work factor too large"):
			return nil, fmt.Errorf("the file asks for more work than this program does for a password (at most 2^%d); it was not written by Muster", maxWorkFactor)
		case errors.As(err, &none) && !slices.Contains(none.StanzaTypes, "scrypt"):
			return nil, errors.New("the file is protected with a key rather than a password; decrypt it with the program that made it")
		case errors.As(err, &none):
			return nil, ErrPassword
		}
		return nil, fmt.Errorf("the protected file is damaged: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(r, maxPlain+1))
	if err != nil {
		return nil, fmt.Errorf("the protected file is damaged or cut off: %w", err)
	}
	if len(out) > maxPlain {
		return nil, fmt.Errorf("the protected file holds more than %d MB: this is no engagement document", maxPlain>>20)
	}
	return out, nil
}

// Key seals many documents at once of the same password: the slow step is done
// when the key is made, so that each document costs next to nothing.
type Key struct {
	identity *age.X25519Identity
	sealed   []byte
	password string
}

// NewKey makes a key that the password opens. It takes about a second.
func NewKey(password string) (*Key, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	sealed, err := Seal([]byte(id.String()), password)
	if err != nil {
		return nil, err
	}
	return &Key{id, sealed, password}, nil
}

// OpenKey opens a key that was stored. It takes about a second. Errors: as Open.
func OpenKey(sealed []byte, password string) (*Key, error) {
	text, err := Open(sealed, password)
	if err != nil {
		return nil, err
	}
	id, err := age.ParseX25519Identity(string(text))
	if err != nil {
		return nil, errors.New("the key of the protected file is damaged")
	}
	return &Key{id, sealed, password}, nil
}

// Password is what opens the key; empty for a nil key.
func (k *Key) Password() string {
	if k == nil {
		return ""
	}
	return k.password
}

// Sealed is the key as it may be stored: only the password opens it.
func (k *Key) Sealed() []byte { return k.sealed }

// Seal protects data so that the key opens it.
func (k *Key) Seal(data []byte) ([]byte, error) { return encrypt(data, k.identity.Recipient()) }

// Open gives what was sealed with the key.
func (k *Key) Open(data []byte) ([]byte, error) { return decrypt(data, k.identity) }
