# What the documents say must exist does exist: relative links, and the tests that the checklist names.

check_documents() {
  local failed=0
  cd "$SMARTBOXES_ROOT" || return
  check_links || failed=1
  check_named_tests || failed=1
  return "$failed"
}

check_links() {
  local document link missing=0
  while IFS= read -r document; do
    while IFS= read -r link; do
      [[ -e $(dirname "$document")/$link ]] || { echo "$document links to $link, which does not exist."; missing=1; }
    done < <(grep -oE '\]\([^)]+\)' "$document" | sed -E 's/^\]\(([^)#]*).*/\1/' | grep -vE '^([a-z]+:|$)')
  done < <(documents)
  return "$missing"
}

documents() { find README.md control-plane console worker-agent infra -name '*.md' -not -path '*/target/*' -not -path '*/node_modules/*'; }

check_named_tests() {
  local name missing=0
  while IFS= read -r name; do
    is_test "$name" || { echo "control-plane/docs/checklist.md names the test '$name', which does not exist."; missing=1; }
  done < <(sed -n '/^## /,$p' control-plane/docs/checklist.md | grep -oP '\x60\K[^\x60]+(?=\x60)' | grep -E '^([A-Za-z]+Test\.|[a-z_]+\.py::|[a-z]+\.(test\.mjs|bats): |Test[A-Z])')
  return "$missing"
}

# is_test NAME: whether it stands in the only kind of file where such a name can.
is_test() {
  case $1 in
    *.py::*) found_in "${1%%::*}" "def ${1##*::}(" ;;
    *.mjs:*) found_in "${1%%: *}" "test('${1#*: }'" ;;
    *.bats:*) found_in "${1%%: *}" "@test \"${1#*: }\" {" ;;
    *Test.*) found_in "${1%%.*}.java" "void ${1##*.}(" || found_in "${1%%.*}.java" "ArchRule ${1##*.} =" ;;
    *) found_in '*_test.go' "func $1(" ;;
  esac
}

found_in() {
  find control-plane console worker-agent infra -name "$1" -not -path '*/target/*' -not -path '*/node_modules/*' -exec grep -lF -- "$2" {} + | grep -q .
}
