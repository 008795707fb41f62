// For dladdr.
#define _GNU_SOURCE 1
#include "physics.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#if defined(GAUNTLET_MUJOCO) && !__has_include(<mujoco/mujoco.h>)
#error "the trait MuJoCo needs MuJoCo's headers in .libraries/mujoco/include: run 'make setup'"
#endif

const char *physics_own_path(void) {
  Dl_info information;
  if (!dladdr((const void *)physics_own_path, &information) || !information.dli_fname) return "";
  return information.dli_fname[0] == '/' ? information.dli_fname : "";
}

#if defined(GAUNTLET_MUJOCO)

#include <math.h>
#include <mujoco/mujoco.h>
#include <setjmp.h>
#include <stdlib.h>

// The same numbers on every processor: no products fused with sums.
#pragma STDC FP_CONTRACT OFF

// The functions in use, found by name: nothing of MuJoCo is linked.
#define FUNCTIONS(X) \
  X(mj_version) X(mj_parseXMLString) X(mj_compile) X(mj_deleteSpec) X(mjs_getError) X(mjs_findBody) \
  X(mjs_firstChild) X(mjs_nextChild) X(mjs_asBody) X(mjs_asGeom) X(mjs_asJoint) X(mjs_asSite) \
  X(mj_deleteModel) X(mj_makeData) X(mj_deleteData) X(mj_resetData) X(mj_forward) X(mj_step) \
  X(mj_rnePostConstraint) X(mj_setConst) X(mj_name2id) X(mj_id2name) X(mj_contactForce) X(mju_setLogHandler)

static struct {
#define POINTER(name) __typeof__(&name) name;
  FUNCTIONS(POINTER)
#undef POINTER
} engine_calls;
#define CALL(name) engine_calls.name

const char *physics_version(void) {
  static char text[32];
  snprintf(text, sizeof text, "%d.%d.%d", mjVERSION_HEADER / 1000000, mjVERSION_HEADER / 1000 % 1000,
           mjVERSION_HEADER % 1000);
  return text;
}

// Errors must not return to the engine: it would end the process. Where one of our calls is under way on this
// thread, the handler jumps back to it; no frame but the engine's and ours lies between.
static _Thread_local jmp_buf *return_point;
static _Thread_local char last_message[1200];
static mjfLogHandler other_handler;

static void receive(const mjLogMessage *message) {
  if (!return_point) {
    // Somebody else in this process uses the same library.
    if (other_handler) {
      other_handler(message);
    } else if (message->level >= mjLOG_WARNING) {
      fprintf(stderr, "MuJoCo: %s\n", message->subject);
    }
    return;
  }
  // Warnings are counted by the engine; one of the models is known to be warned about when it is compiled.
  if (message->level < mjLOG_ERROR) return;
  snprintf(last_message, sizeof last_message, "%s", message->subject);
  _longjmp(*return_point, 1);
}

// What stands between these two is left at once on an engine error; the variables that it changes are not read
// afterwards.
#define TRY(failed)                                   \
  jmp_buf here_, *outer_ = return_point;              \
  int failed = 0;                                     \
  if (_setjmp(here_) == 0) {                          \
    return_point = &here_;
#define CATCH                                         \
  } else {                                            \
    failed = 1;                                       \
  }                                                   \
  return_point = outer_;

const char *physics_message(void) { return last_message; }

int physics_open(const char *path, char *message, size_t size) {
  static int is_open;
  if (is_open) return 1;
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char *reason = dlerror();
    snprintf(message, size, "%s", reason ? reason : "it cannot be opened");
    return 0;
  }
#define FIND(name)                                                                     \
  *(void **)&engine_calls.name = dlsym(handle, #name);                                 \
  if (!engine_calls.name) {                                                            \
    snprintf(message, size, "%s has no function %s: it is not MuJoCo %s", path, #name, \
             physics_version());                                                       \
    return 0;                                                                          \
  }
  FIND(mj_version)
  int version = CALL(mj_version)();
  if (version != mjVERSION_HEADER) {
    snprintf(message, size, "%s is MuJoCo %d.%d.%d, and this was built for %s", path, version / 1000000,
             version / 1000 % 1000, version % 1000, physics_version());
    return 0;
  }
  FUNCTIONS(FIND)
#undef FIND
  other_handler = CALL(mju_setLogHandler)(receive);
  if (other_handler == receive) other_handler = NULL;
  is_open = 1;
  return 1;
}

// An image is copied range by range.
typedef struct {
  void *start;
  size_t bytes;
} Range;

enum { RANGES = 40 };

struct physics_engine {
  mjModel *model;
  mjData *data;
  int range_count;
  Range ranges[RANGES];
  size_t image_size;
};

static void add(physics_engine *engine, void *start, size_t bytes) {
  if (bytes == 0) return;
  engine->ranges[engine->range_count++] = (Range){start, bytes};
  engine->image_size += bytes;
}

static void list_ranges(physics_engine *engine) {
  mjModel *m = engine->model;
  size_t number = sizeof(mjtNum);
  // What masses change, with what mj_setConst makes of them.
  add(engine, m->body_mass, number * m->nbody);
  add(engine, m->body_inertia, number * 3 * m->nbody);
  add(engine, m->body_subtreemass, number * m->nbody);
  add(engine, m->body_invweight0, number * 2 * m->nbody);
  add(engine, m->dof_invweight0, number * m->nv);
  add(engine, m->dof_M0, number * m->nv);
  add(engine, m->actuator_acc0, number * m->nu);
  add(engine, m->tendon_invweight0, number * m->ntendon);
  // What the other numbers change.
  add(engine, m->geom_friction, number * 3 * m->ngeom);
  add(engine, m->dof_damping, number * m->nv);
  add(engine, m->jnt_stiffness, number * m->njnt);
  add(engine, m->qpos_spring, number * m->nq);
  add(engine, m->actuator_gear, number * 6 * m->nu);
  add(engine, m->opt.gravity, number * 3);
  add(engine, &m->opt.density, number);
  add(engine, &m->opt.viscosity, number);
  // What lengths change.
  add(engine, m->body_pos, number * 3 * m->nbody);
  add(engine, m->body_ipos, number * 3 * m->nbody);
  add(engine, m->body_iquat, number * 4 * m->nbody);
  add(engine, m->body_sameframe, m->nbody);
  add(engine, m->geom_pos, number * 3 * m->ngeom);
  add(engine, m->geom_quat, number * 4 * m->ngeom);
  add(engine, m->geom_size, number * 3 * m->ngeom);
  add(engine, m->geom_rbound, number * m->ngeom);
  add(engine, m->geom_aabb, number * 6 * m->ngeom);
  add(engine, m->geom_sameframe, m->ngeom);
  add(engine, m->bvh_aabb, number * 6 * m->nbvhstatic);
  add(engine, m->site_pos, number * 3 * m->nsite);
  add(engine, m->dof_length, number * m->nv);
  add(engine, &m->stat.meaninertia, number);
}

// Stages without work in these models; they change no bit. Islands are for several kinematic trees.
static void switch_off_idle_stages(mjModel *m) {
  m->opt.disableflags |= mjDSBL_SENSOR | mjDSBL_EQUALITY | mjDSBL_FRICTIONLOSS;
  if (m->ntree == 1) m->opt.disableflags |= mjDSBL_ISLAND;
}

// Takes over the model, also where it fails.
static physics_engine *wrap(mjModel *model) {
  mjData *volatile data = NULL;
  TRY(failed)
    data = CALL(mj_makeData)(model);
  CATCH
  physics_engine *engine = failed || !data ? NULL : calloc(1, sizeof *engine);
  if (!engine) {
    if (data) CALL(mj_deleteData)(data);
    CALL(mj_deleteModel)(model);
    return NULL;
  }
  engine->model = model;
  engine->data = data;
  list_ranges(engine);
  return engine;
}

static void scale_point(double point[3], const double anchor[3], double factor) {
  for (int i = 0; i < 3; i++) point[i] = anchor[i] + factor * (point[i] - anchor[i]);
}

static void stretch_geom(mjsGeom *geom, const double anchor[3], double factor) {
  if (!isnan(geom->fromto[0])) {
    scale_point(geom->fromto, anchor, factor);
    scale_point(geom->fromto + 3, anchor, factor);
    return;
  }
  scale_point(geom->pos, anchor, factor);
  if (geom->type == mjGEOM_CAPSULE) geom->size[1] *= factor;
}

// The anchor of a body's last joint; its origin where it has none.
static void last_joint(mjsBody *body, double anchor[3]) {
  memset(anchor, 0, 3 * sizeof *anchor);
  for (mjsElement *e = CALL(mjs_firstChild)(body, mjOBJ_JOINT, 0); e; e = CALL(mjs_nextChild)(body, e, 0)) {
    memcpy(anchor, CALL(mjs_asJoint)(e)->pos, 3 * sizeof *anchor);
  }
}

static int stretch(mjSpec *spec, const physics_stretch *wish) {
  mjsBody *body = CALL(mjs_findBody)(spec, wish->link);
  if (!body) return 0;
  double anchor[3], factor = wish->factor;
  if (wish->has_anchor) {
    memcpy(anchor, wish->anchor, sizeof anchor);
  } else {
    last_joint(body, anchor);
  }
  for (mjsElement *e = CALL(mjs_firstChild)(body, mjOBJ_GEOM, 0); e; e = CALL(mjs_nextChild)(body, e, 0)) {
    stretch_geom(CALL(mjs_asGeom)(e), anchor, factor);
  }
  for (mjsElement *e = CALL(mjs_firstChild)(body, mjOBJ_SITE, 0); e; e = CALL(mjs_nextChild)(body, e, 0)) {
    scale_point(CALL(mjs_asSite)(e)->pos, anchor, factor);
  }
  for (mjsElement *e = CALL(mjs_firstChild)(body, mjOBJ_BODY, 0); e; e = CALL(mjs_nextChild)(body, e, 0)) {
    mjsBody *child = CALL(mjs_asBody)(e);
    double joint[3];
    last_joint(child, joint);
    for (int i = 0; i < 3; i++) {
      child->pos[i] = anchor[i] + factor * (child->pos[i] + joint[i] - anchor[i]) - joint[i];
    }
  }
  return 1;
}

static void set_densities(mjsBody *body, double density) {
  for (mjsElement *e = CALL(mjs_firstChild)(body, mjOBJ_GEOM, 0); e; e = CALL(mjs_nextChild)(body, e, 0)) {
    CALL(mjs_asGeom)(e)->density = density;
  }
  for (mjsElement *e = CALL(mjs_firstChild)(body, mjOBJ_BODY, 0); e; e = CALL(mjs_nextChild)(body, e, 0)) {
    set_densities(CALL(mjs_asBody)(e), density);
  }
}

// In eight running sums, as NumPy adds: recordings of other lengths then agree to the last bit.
static double pairwise_sum(const double *numbers, long count) {
  double sums[8] = {0}, sum = 0;
  long whole = count - count % 8;
  for (long i = 0; i < whole; i++) sums[i % 8] += numbers[i];
  sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
  for (long i = whole; i < count; i++) sum += numbers[i];
  return sum;
}

// A prescribed total mass belongs to the nominal lengths: every geom keeps the density that it has there.
static int keep_densities(mjSpec *spec) {
  double total = spec->compiler.settotalmass;
  spec->compiler.settotalmass = -1;
  if (!(total > 0)) return 1;
  mjModel *raw = CALL(mj_compile)(spec, NULL);
  if (!raw) return 0;
  double mass = pairwise_sum(raw->body_mass, raw->nbody);
  CALL(mj_deleteModel)(raw);
  // 1000 kg/m^3 is the density of a geom that names none.
  set_densities(CALL(mjs_findBody)(spec, "world"), 1000 * total / mass);
  return 1;
}

physics_engine *physics_compile(
    const char *xml, const physics_stretch *stretches, int count, char *message, size_t size) {
  char error[1000] = "";
  mjSpec *volatile spec = NULL;
  mjModel *volatile model = NULL;
  const char *volatile missing = NULL;
  TRY(failed)
    spec = CALL(mj_parseXMLString)(xml, NULL, error, sizeof error);
    if (spec) {
      int goes_on = count == 0 || keep_densities(spec);
      for (int i = 0; goes_on && i < count; i++) {
        if (!stretch(spec, stretches + i)) {
          missing = stretches[i].link;
          goes_on = 0;
        }
      }
      if (goes_on) model = CALL(mj_compile)(spec, NULL);
    }
  CATCH
  if (failed) {
    snprintf(message, size, "%s", last_message);
  } else if (missing) {
    snprintf(message, size, "there is no link '%s'", missing);
  } else if (!model) {
    const char *reason = spec ? CALL(mjs_getError)(spec) : error;
    snprintf(message, size, "%s", reason ? reason : "it cannot be compiled");
  }
  if (spec) CALL(mj_deleteSpec)(spec);
  if (!model) return NULL;
  switch_off_idle_stages(model);
  physics_engine *engine = wrap(model);
  if (!engine) snprintf(message, size, "there is no memory for it");
  return engine;
}

void physics_delete(physics_engine *engine) {
  if (!engine) return;
  CALL(mj_deleteData)(engine->data);
  CALL(mj_deleteModel)(engine->model);
  free(engine);
}

physics_view physics_look(const physics_engine *engine) {
  mjModel *m = engine->model;
  mjData *d = engine->data;
  return (physics_view){
      .nq = (int)m->nq,
      .nv = (int)m->nv,
      .nu = (int)m->nu,
      .nbody = (int)m->nbody,
      .njnt = (int)m->njnt,
      .ngeom = (int)m->ngeom,
      .nsite = (int)m->nsite,
      .timestep = m->opt.timestep,
      .body_mass = m->body_mass,
      .body_inertia = m->body_inertia,
      .geom_friction = m->geom_friction,
      .geom_size = m->geom_size,
      .geom_pos = m->geom_pos,
      .geom_quat = m->geom_quat,
      .gravity = m->opt.gravity,
      .density = &m->opt.density,
      .viscosity = &m->opt.viscosity,
      .dof_damping = m->dof_damping,
      .jnt_stiffness = m->jnt_stiffness,
      .qpos_spring = m->qpos_spring,
      .actuator_gear = m->actuator_gear,
      .qpos0 = m->qpos0,
      .geom_type = m->geom_type,
      .geom_bodyid = m->geom_bodyid,
      .jnt_qposadr = m->jnt_qposadr,
      .jnt_dofadr = m->jnt_dofadr,
      .jnt_type = m->jnt_type,
      .geom_rgba = m->geom_rgba,
      .jnt_range = m->jnt_range,
      .actuator_ctrlrange = m->actuator_ctrlrange,
      .qpos = d->qpos,
      .qvel = d->qvel,
      .warmstart = d->qacc_warmstart,
      .ctrl = d->ctrl,
      .applied_force = d->xfrc_applied,
      .body_position = d->xpos,
      .body_centre = d->xipos,
      .site_position = d->site_xpos,
      .geom_position = d->geom_xpos,
      .geom_matrix = d->geom_xmat,
      .inertia = d->cinert,
      .velocity = d->cvel,
      .actuator_force = d->qfrc_actuator,
      .constraint_force = d->qfrc_constraint,
      .contact_wrench = d->cfrc_ext,
  };
}

static int object(int kind) {
  switch (kind) {
    case PHYSICS_BODY: return mjOBJ_BODY;
    case PHYSICS_JOINT: return mjOBJ_JOINT;
    case PHYSICS_GEOM: return mjOBJ_GEOM;
    case PHYSICS_MOTOR: return mjOBJ_ACTUATOR;
    default: return mjOBJ_SITE;
  }
}

int physics_find(const physics_engine *engine, int kind, const char *name) {
  return CALL(mj_name2id)(engine->model, object(kind), name);
}

const char *physics_name(const physics_engine *engine, int kind, int index) {
  const char *name = CALL(mj_id2name)(engine->model, object(kind), index);
  return name ? name : "";
}

static int failure(physics_engine *engine) {
  // Frees what the engine had put aside when it jumped away.
  CALL(mj_resetData)(engine->model, engine->data);
  return PHYSICS_ERROR;
}

static int warnings(mjData *d) {
  int bits = 0;
  if (d->warning[mjWARN_INERTIA].number) bits |= PHYSICS_SINGULAR;
  if (d->warning[mjWARN_CONTACTFULL].number) bits |= PHYSICS_CONTACTS_FULL;
  if (d->warning[mjWARN_CNSTRFULL].number) bits |= PHYSICS_CONSTRAINTS_FULL;
  if (d->warning[mjWARN_BADQPOS].number | d->warning[mjWARN_BADQVEL].number |
      d->warning[mjWARN_BADQACC].number) {
    bits |= PHYSICS_BAD_STATE;
  }
  if (d->warning[mjWARN_BADCTRL].number) bits |= PHYSICS_BAD_CONTROL;
  return bits;
}

int physics_set_constants(physics_engine *engine) {
  TRY(failed)
    CALL(mj_setConst)(engine->model, engine->data);
  CATCH
  return failed ? failure(engine) : 0;
}

void physics_reset(physics_engine *engine) { CALL(mj_resetData)(engine->model, engine->data); }

int physics_forward(physics_engine *engine) {
  mjData *d = engine->data;
  memset(d->warning, 0, sizeof d->warning);
  TRY(failed)
    CALL(mj_forward)(engine->model, d);
  CATCH
  return failed ? failure(engine) : warnings(d);
}

int physics_step(physics_engine *engine, int count, int with_wrenches) {
  mjModel *m = engine->model;
  mjData *d = engine->data;
  memset(d->warning, 0, sizeof d->warning);
  d->time = 0;
  TRY(failed)
    for (int i = 0; i < count; i++) CALL(mj_step)(m, d);
    if (with_wrenches) CALL(mj_rnePostConstraint)(m, d);
  CATCH
  return failed ? failure(engine) : warnings(d);
}

int physics_contacts(physics_engine *engine, double *numbers, int most) {
  mjData *d = engine->data;
  int found = 0;
  for (int i = 0; i < d->ncon && found < most; i++) {
    const mjContact *contact = d->contact + i;
    mjtNum wrench[6];
    CALL(mj_contactForce)(engine->model, d, i, wrench);
    double *row = numbers + 6 * found++;
    for (int axis = 0; axis < 3; axis++) {
      row[axis] = contact->pos[axis];
      // The frame's rows are the contact's axes, the first the normal towards the second geom.
      row[3 + axis] = contact->frame[axis] * wrench[0] + contact->frame[3 + axis] * wrench[1] +
                      contact->frame[6 + axis] * wrench[2];
    }
  }
  return found;
}

size_t physics_image_size(const physics_engine *engine) { return engine->image_size; }

void physics_save_image(const physics_engine *engine, void *image) {
  char *target = image;
  for (int i = 0; i < engine->range_count; i++) {
    memcpy(target, engine->ranges[i].start, engine->ranges[i].bytes);
    target += engine->ranges[i].bytes;
  }
}

void physics_load_image(physics_engine *engine, const void *image) {
  const char *source = image;
  for (int i = 0; i < engine->range_count; i++) {
    memcpy(engine->ranges[i].start, source, engine->ranges[i].bytes);
    source += engine->ranges[i].bytes;
  }
}

#else

// Built without the engine: only the first two are ever called.
static const char absent[] = "this program was built without MuJoCo";

const char *physics_version(void) { return ""; }
int physics_open(const char *path, char *message, size_t size) {
  (void)path;
  snprintf(message, size, "%s", absent);
  return 0;
}
physics_engine *physics_compile(
    const char *xml, const physics_stretch *stretches, int count, char *message, size_t size) {
  (void)xml, (void)stretches, (void)count;
  snprintf(message, size, "%s", absent);
  return NULL;
}
void physics_delete(physics_engine *engine) { (void)engine; }
physics_view physics_look(const physics_engine *engine) { return (void)engine, (physics_view){0}; }
int physics_find(const physics_engine *engine, int kind, const char *name) {
  return (void)engine, (void)kind, (void)name, -1;
}
const char *physics_name(const physics_engine *engine, int kind, int index) {
  return (void)engine, (void)kind, (void)index, "";
}
int physics_set_constants(physics_engine *engine) { return (void)engine, PHYSICS_ERROR; }
void physics_reset(physics_engine *engine) { (void)engine; }
int physics_forward(physics_engine *engine) { return (void)engine, PHYSICS_ERROR; }
int physics_step(physics_engine *engine, int count, int with_wrenches) {
  return (void)engine, (void)count, (void)with_wrenches, PHYSICS_ERROR;
}
const char *physics_message(void) { return absent; }
int physics_contacts(physics_engine *engine, double *numbers, int most) {
  return (void)engine, (void)numbers, (void)most, 0;
}
size_t physics_image_size(const physics_engine *engine) { return (void)engine, (size_t)0; }
void physics_save_image(const physics_engine *engine, void *image) { (void)engine, (void)image; }
void physics_load_image(physics_engine *engine, const void *image) { (void)engine, (void)image; }

#endif
