# Read by ./run and ./test: sets PYTHON to the first Python in range, or ends with one sentence.
# A name on the path may be a version manager's stand-in that fails when called, so each one is asked.
PYTHON=
seen=
for name in python3 python3.13 python3.12 python3.11; do
    version=$("$name" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
    case $version in
        3.11.* | 3.12.* | 3.13.*) PYTHON=$name; break ;;
    esac
    seen=${seen:-", but $name on this machine is $version"}
done
if [ -z "$PYTHON" ]; then
    echo "Golden Thread needs Python 3.11, 3.12 or 3.13${seen:-", and no python3 was found on this machine"}:" \
        "install one of them and start $ENTRY again." >&2
    exit 1
fi
