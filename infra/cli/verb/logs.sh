# logs [part]: the last lines of one part or of all; on a terminal it goes on following.
verb_logs() {
  take_state "$@"
  local part=${REST[0]:-} files=()
  [[ $part != -* ]] || no_arguments logs "$part"
  REST=("${REST[@]:1}")
  no_arguments logs "${REST[@]}"
  need_installation
  if [[ -n $part ]]; then
    [[ -f $STATE/logs/$part/current ]] || fail "There is no part '$part' with a log in $STATE. Parts: $(logged_parts | paste -sd ' ')."
    files=("$STATE/logs/$part/current")
  else
    for part in $(logged_parts); do files+=("$STATE/logs/$part/current"); done
    ((${#files[@]} > 0)) || fail "Nothing has been logged in $STATE yet."
  fi
  if [[ -t 1 ]]; then
    tail -n 100 -F "${files[@]}"
  else
    tail -n 100 "${files[@]}"
  fi
}

logged_parts() {
  local file
  for file in "$STATE"/logs/*/current; do
    [[ -f $file ]] && basename "$(dirname "$file")"
  done
  return 0
}
