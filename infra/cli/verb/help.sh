# help: what each verb does.
verb_help() {
  (($# == 0)) || usage_error "'help' does not know '$1'."
  cat <<EOF
Usage: infra/smartboxes VERB [--state DIR]

  up [--detach]   set up what is missing, start everything, print the settings (Ctrl-C or 'down' ends it)
  down            stop everything; data stays in DIR
  status          one line per part; exit 0 only if all are healthy
  staff invite MAIL
                  make somebody a member of staff; the mail they get sets up password and one-time code
  env             the three settings of a client, as export lines for a shell
  logs [PART]     the last lines of a part's log, or of all; follows on a terminal
  test            set up what tests need and run them all; the last line says how many passed
  bench [--quick] [PART...]
                  measure speed and print it beside bare gVisor's; the short version repeats less, the parts are
                  sandboxes, fleet (the control plane's own figures) and console
  sim             make, list and end 1,000 sandboxes on 20 simulated workers; exit 0 only if all are accounted for
  check           format, lint and static analysis
  fmt             format the sources
  help            this text

DIR is the state directory, by default ~/.smartboxes (test, check, fmt, bench and sim use a new one). Settings come from the environment or DIR/settings (KEY=value):
$(print_setting_defaults)
EOF
}

print_setting_defaults() {
  local name
  for name in $(setting_names); do printf '  %-26s %s\n' "$name" "${SETTING_DEFAULTS[$name]:-(unset)}"; done
}
