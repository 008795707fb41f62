# Gauntlet. `make help` lists the goals. Needs GNU make, git and a Swift 6.2 toolchain or later.

SWIFT ?= swift
empty :=
space := $(empty) $(empty)
comma := ,
NATIVE ?= 1
OUTPUT ?= runs

# The column kernels are loops that the compiler vectorises: the processor's own instruction set gives
# them wider registers, and a square root that need not report through errno is one instruction instead
# of a call. Neither changes a result: Swift does not reorder or contract floating-point operations.
# Where there is AVX-512 they use all of its width, which compilers leave aside by default for the sake of the
# first processors that had it. NATIVE=0 builds for the baseline processor.
ifeq ($(NATIVE),1)
wide := $(if $(filter x86_64,$(shell uname -m)),-Xcc -Xclang -Xcc -target-feature -Xcc -Xclang -Xcc -prefer-256-bit)
release_flags := -c release -Xcc -march=native -Xcc -fno-math-errno $(wide)
else
release_flags := -c release
endif

# OpenGL: windows and headless drawing. `make setup` installs the headers where it may; where they are missing
# all else is built and tested without it. RENDERING=0 leaves it out.
RENDERING ?= $(if $(wildcard /usr/include/GLFW/glfw3.h /usr/local/include/GLFW/glfw3.h),1,0)
# The physics engine MuJoCo, where `make setup` has put it; MUJOCO=0 leaves the locomotion worlds out.
MUJOCO ?= $(if $(shell ls .libraries/mujoco/include/mujoco/mujoco.h 2>/dev/null),1,0)
# The linear-algebra library OpenBLAS, where `make setup` has put it; LAPACK=1 turns another LAPACK on, which
# LAPACK_LIBRARY or the system names, and LAPACK=0 does without.
LAPACK ?= $(if $(LAPACK_LIBRARY)$(shell ls .libraries/openblas/libscipy_openblas.* 2>/dev/null),1,0)
chosen_traits = $(if $(filter 1,$(RENDERING)),Rendering) $(if $(filter 1,$(MUJOCO)),MuJoCo) \
  $(if $(filter 1,$(LAPACK)),LAPACK)
traits = $(if $(strip $(chosen_traits)),--traits $(subst $(space),$(comma),$(strip $(chosen_traits))))

# The linear-program solver HiGHS, where `make setup` puts it; a library of one's own may be named instead.
ifeq ($(origin HIGHS_LIBRARY),undefined)
highs_name := $(if $(filter Darwin,$(shell uname -s)),libhighs.1.dylib,libhighs.so.1)
HIGHS_LIBRARY := $(CURDIR)/.libraries/highs/$(highs_name)
endif
export HIGHS_LIBRARY

# SwiftPM names the traits to the compiler in the order of a hash table, another in each process: without this, what
# is built already would mostly be built again. Programs and tests run without it.
steady := SWIFT_DETERMINISTIC_HASHING=1
release_build = $(steady) $(SWIFT) build $(release_flags) $(traits)

# Layers 0 to 2 once more with overflow checks and assertions on, and all of it without OpenGL, MuJoCo and
# LAPACK.
debug_tests := ElementaryFunctionsTests LinearAlgebraTests RandomStreamsTests UncertaintySetsTests DecisionProcessesTests \
  RecipesTests PerturbationsTests ScenesTests ViewerTests MuJoCoPhysicsTests
debug_filter := ^($(subst $(space),|,$(strip $(debug_tests))))[.]

# The recipe reaches the shell as a variable, so no character in it can end a quotation. Only a command
# line sets it: ENV in the surroundings is some shells' start-up file.
ifeq ($(origin ENV),command line)
export GAUNTLET_RECIPE := $(value ENV)
endif

gauntlet := .build/release/gauntlet

benchmark = $(release_build) --product $(1) && .build/release/$(1)

# Where `make install` puts header, library and pkg-config file; DESTDIR is put before it.
PREFIX ?= /usr/local
version := $(shell sed -n 's/.*constantText("\([0-9.]*\)").*/\1/p' Sources/GauntletC/Version.swift)
library := .build/release/libgauntlet.$(if $(filter Darwin,$(shell uname -s)),dylib,so)

# What the Python tests run with: the installed package and its own library, whatever the surroundings name.
pytest = cd Bindings/Python && env -u GAUNTLET_LIBRARY -u PYTHONPATH \
  ../../.build/python/$(1)/bin/python -m pytest -q -p no:cacheprovider
python_tests = $(call pytest,test) --ignore tests/agents tests

.PHONY: help setup build library install run watch test python python-test agents-test benchmark allocations \
  frames solvers check clean

help:
	@echo "make run [ENV='recipe']  build, then play the tour, or one recipe, into $(OUTPUT)/"
	@echo "make watch [ENV='recipe'] build, then play in a window"
	@echo "make test                all tests in release, layers 0 to 2 in debug, the Python package's"
	@echo "make python              install the Python package into .build/python/test"
	@echo "make python-test         its tests; part of make test where there is a Python 3.11 with venv"
	@echo "make agents-test         Stable-Baselines3, RLlib and Ray on our worlds (fetches them and PyTorch)"
	@echo "make build               build .build/release/gauntlet and the C library beside it"
	@echo "make library             build the C library alone"
	@echo "make install             install the C header and library under PREFIX=$(PREFIX)"
	@echo "make benchmark           measure speed against the C twin"
	@echo "make frames              measure drawing: frame times, stepping beside a window, memory"
	@echo "make solvers             measure the solvers of finite processes"
	@echo "make allocations         check that steps and sweeps allocate nothing"
	@echo "make check               check the arrows between modules"
	@echo "make clean               remove everything that was built"
	@echo "RENDERING=0 leaves OpenGL out: no window, pictures by the software rasteriser."
	@echo "MUJOCO=0 leaves the physics engine MuJoCo out, and with it the locomotion worlds."
	@echo "LAPACK=0 leaves the linear-algebra library OpenBLAS out: large matrices take longer."
	@echo "NATIVE=0 builds for the baseline processor instead of this one."

setup:
	@command -v $(SWIFT) >/dev/null 2>&1 || { \
	  echo "error: no '$(SWIFT)' found; install Swift 6.2 or later from https://swift.org/install" \
	    "and put its usr/bin on PATH" >&2; exit 1; }
	@command -v git >/dev/null 2>&1 || { \
	  echo "error: no 'git' found; install it, SwiftPM fetches the one dependency with it" >&2; exit 1; }
	@Scripts/setup
	@$(SWIFT) package resolve

build: setup library
	$(release_build) --product gauntlet

library: setup
	$(release_build) --product GauntletC
	SWIFT=$(SWIFT) Scripts/link-library .build/release

install: library
	install -d $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/lib/pkgconfig
	install -m 644 Sources/CGauntlet/include/gauntlet.h $(DESTDIR)$(PREFIX)/include
	install -m 755 $(library) $(DESTDIR)$(PREFIX)/lib
	printf '%s\n' 'prefix=$(PREFIX)' 'includedir=$${prefix}/include' 'libdir=$${prefix}/lib' '' \
	  'Name: gauntlet' 'Description: Robust and safe reinforcement-learning environments' \
	  'Version: $(version)' 'Cflags: -I$${includedir}' 'Libs: -L$${libdir} -lgauntlet' \
	  > $(DESTDIR)$(PREFIX)/lib/pkgconfig/gauntlet.pc

run: build
ifeq ($(origin ENV),command line)
	$(gauntlet) run "$$GAUNTLET_RECIPE" --policy scripted --episodes 5 --seed 0
	$(gauntlet) record "$$GAUNTLET_RECIPE" --policy scripted --seed 0 --output $(OUTPUT)/episode --overwrite
else
	$(gauntlet) tour --output $(OUTPUT)
endif

watch: build
ifeq ($(origin ENV),command line)
	$(gauntlet) watch "$$GAUNTLET_RECIPE"
else
	$(gauntlet) watch "point-robot-v0?start=evaluation" --map feasible
endif

test: setup library
	$(release_build) --build-tests
	$(SWIFT) test $(release_flags) $(traits) --skip-build --disable-xctest
	$(SWIFT) test --disable-xctest --filter '$(debug_filter)'
	@if Scripts/python-environment test; then $(python_tests); \
	elif [ -n "$$GAUNTLET_REQUIRE_PYTHON" ]; then exit 1; \
	else echo "make test: the Python tests were left out for the reason above"; fi

python: library
	Scripts/python-environment test

python-test: python
	$(python_tests)

# Two environments: RLlib asks for an older Gymnasium than the one that Stable-Baselines3 is tested with.
agents-test: library
	Scripts/python-environment sb3
	$(call pytest,sb3) tests/agents/test_sb3.py tests/agents/test_one_file.py
	Scripts/python-environment rllib
	$(call pytest,rllib) tests/agents/test_ray.py

# The C twin of the cart-pole kernel is compiled by clang inside the package and, where there is a gcc,
# a second time by that; the benchmark opens the library named by TWIN_GCC.
benchmark: setup
	@if command -v gcc >/dev/null 2>&1; then \
	  TWIN_GCC="$(CURDIR)/.build/libtwin-gcc.so"; \
	  export TWIN_GCC; \
	  mkdir -p .build && \
	  gcc -O3 -march=native -ffp-contract=off -shared -fPIC -IBenchmarks/Sources/CTwin/include \
	    -o "$$TWIN_GCC" Benchmarks/Sources/CTwin/twin.c -lm || exit 1; \
	else \
	  echo "no gcc found: the twin is measured with clang alone"; \
	fi; \
	$(call benchmark,StepBenchmarks)

# The counter replaces the C library's malloc, so it needs a program of its own rather than a test bundle.
allocations: setup
	$(call benchmark,StepBenchmarks) allocations
	$(call benchmark,SolverBenchmarks) allocations

# Time per frame of every world, stepping speed beside an open window, memory over 100 000 frames; ONLY names
# some of frames, stepping, memory.
frames: setup
	$(call benchmark,FrameBenchmarks) $(ONLY)

# Solving Garnets beside a C loop and, where QUANTECON_PYTHON names a Python that has it and CRAAM2_SOLVER a
# program that runs it, QuantEcon and craam2. The large one is solved in a process of its own, for its memory.
solvers: setup
	$(call benchmark,SolverBenchmarks)
	$(call benchmark,SolverBenchmarks) million
	$(call benchmark,SolverBenchmarks) threads

check:
	$(steady) Scripts/check-arrows $(release_flags) $(traits)

clean:
	rm -rf .build Examples/own-world/.build
