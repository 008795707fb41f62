#include "gauntlet.h"
