#!/usr/bin/env bash
# Makes the certificates of this directory, valid for a century; nothing else trusts them.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
password=changeit

authority() { # name
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -subj "/CN=$1" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign \
    -keyout "$work/$1.key" -out "$1.pem" 2>/dev/null
}

issued() { # name, subjectAltName, from, to
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
    -addext "subjectAltName=$2" -keyout "$work/$1.key" -out "$work/$1.csr" 2>/dev/null
  printf '[ca]\ndefault_ca=d\n[d]\ndatabase=%s/index\nserial=%s/serial\nnew_certs_dir=%s\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\nunique_subject=no\n[p]\ncommonName=supplied\n' \
    "$work" "$work" "$work" > "$work/ca.cnf"
  touch "$work/index"; [ -f "$work/serial" ] || echo 01 > "$work/serial"
  openssl ca -batch -notext -config "$work/ca.cnf" -cert authority.pem -keyfile "$work/authority.key" \
    -startdate "$3" -enddate "$4" -in "$work/$1.csr" -out "$work/$1.crt" 2>/dev/null
}

keystore() { # name, chain
  openssl pkcs12 -export -name "$1" -inkey "$work/$1.key" -in "$2" -passout "pass:$password" -out "$1.p12"
}

authority authority
authority stranger
issued server "IP:127.0.0.1,DNS:localhost" 20200101000000Z 21200101000000Z
issued wrong-name "DNS:elsewhere.example.com" 20200101000000Z 21200101000000Z
issued expired "IP:127.0.0.1,DNS:localhost" 20200101000000Z 20200201000000Z
issued client "DNS:client.example.com" 20200101000000Z 21200101000000Z
for name in server wrong-name expired client; do keystore "$name" "$work/$name.crt"; done
cp "$work/client.crt" client.pem
cp "$work/client.key" client.key
