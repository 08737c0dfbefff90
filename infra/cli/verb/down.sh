# down: stops every part and leaves no process, mount, namespace, cgroup or nft table of this installation. Data stays.
verb_down() {
  take_state "$@"
  no_arguments down "${REST[@]}"
  has_installation || { say "Nothing to stop: there is no installation in $STATE."; return; }
  lock_installation
  stop_everything
  say_leftovers || fail "Something could not be removed. Run 'infra/smartboxes down$(state_flag)' again, or end what is listed above by hand."
}
