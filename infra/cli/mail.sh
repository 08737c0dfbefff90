# Mail. One SMTP setting serves whoever sends any; without it, what is sent is caught on this machine and shown on a page.

catches_mail() { offers_sign_in && [[ -z $SMARTBOXES_SMTP_HOST ]]; }

mail_build() { echo "$SMARTBOXES_CACHE/mail/$(sources_key infra/mail)"; }

need_mail_catcher() {
  MAIL_BUILD=$(mail_build)
  build_once 'Fetching the mail catcher from npm' "$MAIL_BUILD" build_mail
}

# npm checks each package against the hash in the lock file.
build_mail() {
  cp "$SMARTBOXES_ROOT"/infra/mail/{package.json,package-lock.json,catch.mjs} "$1/" \
    && npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund
}

mail_command() {
  (umask 077 && mkdir -p "$STATE/mail")
  echo "$(node_command)" "$MAIL_BUILD/catch.mjs" "$(port mail)" "$(port smtp)" "$STATE/mail"
}

# What senders of mail are told.
smtp_host() { if catches_mail; then echo 127.0.0.1; else echo "$SMARTBOXES_SMTP_HOST"; fi; }
smtp_port() { if catches_mail; then port smtp; else echo "$SMARTBOXES_SMTP_PORT"; fi; }
smtp_tls() { if catches_mail; then echo none; else echo "$SMARTBOXES_SMTP_TLS"; fi; }
smtp_from() { echo "${SMARTBOXES_SMTP_FROM:-smartboxes@localhost}"; }

# The page of the caught mail.
mail_url() { echo "http://localhost:$(port mail)"; }
