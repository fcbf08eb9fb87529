/* Whole Gibbs sweeps of the loop model, LANES chains (or people) side by side.
 *
 * The plain twin is dynamics/sampler.py and dynamics/answers.py; it says what each step draws.
 * All random numbers come from the caller, so that both give the same numbers, not only the
 * same distribution. Every array has its lanes last; `lane` is one number of every lane.
 *
 * Compiled once per kind of processor: -DLANES=8 or 4, -DNAME=sweeps_... (build_kernel.py). */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ITEMS 8 /* lanes.py lets nothing larger in */
#define MOST_REGRESSORS 32
#define ROOT_HALF 0.70710678118654752440

typedef double lane __attribute__((vector_size(8 * LANES), aligned(8)));

typedef struct { /* one sitting's items with their regression: Block and its state */
    int64_t rows, same, k;
    const int64_t *row, *before; /* columns of the items; columns of the same day's night */
    const lane *known;           /* (days - 1, inputs) */
    const lane *mean, *prior;    /* (rows, k) */
    double scale;
    lane *coef, *weight;          /* (rows, k), (rows, rows) */
    const lane *coef_noise, *below, *chi; /* (sweeps, rows * k), (sweeps, lower), (sweeps, rows) */
    lane *coef_out, *weight_out;  /* (sweeps, ...) */
} block;

typedef struct {
    int64_t sweeps, days, items, columns, inputs, blocks, has_ends;
    const int64_t *column; /* (columns) item each answer column speaks of */
    block part[2];
    const lane *y, *there, *side, *bound; /* (days, columns) */
    const lane *rounding;                 /* (columns) */
    double start, error_scale, load_mean, load_precision;
    lane *x, *error, *scale, *value, *load; /* states; scale: weights of single answers */
    const lane *x_noise, *own_noise, *scale_noise, *error_noise, *end_noise, *load_noise;
    lane *error_out, *first_out, *last_out;
    lane *factor, *below, *half, *drift, *seen, *told, *big, *big_rhs; /* scratch */
} job;

static inline lane all_lanes(double value) { return value - (lane){0}; }

static inline lane root(lane value) {
    for (int l = 0; l < LANES; l++) value[l] = sqrt(value[l]);
    return value;
}

static inline int positive(lane value) {
    int ok = 1;
    for (int l = 0; l < LANES; l++) ok &= value[l] > 0.0;
    return ok;
}

/* Lower Cholesky factor in place, (n, n), the diagonal inverted. 1 when not positive definite. */
static int cholesky(lane *a, int64_t n) {
    for (int64_t j = 0; j < n; j++) {
        for (int64_t m = 0; m < j; m++) {
            lane ajm = a[j * n + m];
            for (int64_t i = j; i < n; i++) a[i * n + j] -= a[i * n + m] * ajm;
        }
        if (!positive(a[j * n + j])) return 1;
        lane inverse = 1.0 / root(a[j * n + j]);
        a[j * n + j] = inverse;
        for (int64_t i = j + 1; i < n; i++) a[i * n + j] *= inverse;
    }
    return 0;
}

/* b := L^-1 b, then (transposed) b := L^-T b, with the factor of `cholesky`. */
static void forward(const lane *l, lane *b, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        lane sum = b[i];
        for (int64_t j = 0; j < i; j++) sum -= l[i * n + j] * b[j];
        b[i] = sum * l[i * n + i];
    }
}

static void backward(const lane *l, lane *b, int64_t n) {
    for (int64_t i = n - 1; i >= 0; i--) {
        lane value = b[i] * l[i * n + i];
        b[i] = value;
        for (int64_t j = 0; j < i; j++) b[j] -= l[i * n + j] * value;
    }
}

/* What the answers say of the states: precision and precision times answer, (days, items). */
static void evidence(job *w) {
    int64_t p = w->items, q = w->columns;
    memset(w->seen, 0, sizeof(lane) * w->days * p);
    memset(w->told, 0, sizeof(lane) * w->days * p);
    for (int64_t t = 0; t < w->days; t++)
        for (int64_t c = 0; c < q; c++) {
            int64_t at = t * q + c, to = t * p + w->column[c];
            lane open = 1.0 - w->side[at] * w->side[at];
            lane weight = w->there[at] / (w->error[c] / w->scale[at] + w->rounding[c] * open);
            weight *= w->load[c];
            w->seen[to] += weight * w->load[c];
            w->told[to] += weight * w->value[at];
        }
}

/* Same-day and day-to-day matrices (row = effect), joined precision, and the known drift. */
static void transition(job *w, lane *now, lane *lag, lane *weight) {
    int64_t p = w->items, h = w->inputs;
    memset(now, 0, sizeof(lane) * p * p);
    memset(lag, 0, sizeof(lane) * p * p);
    memset(weight, 0, sizeof(lane) * p * p);
    for (int64_t i = 0; i < p; i++) now[i * p + i] = all_lanes(1.0);
    for (int64_t b = 0; b < w->blocks; b++) {
        block *part = &w->part[b];
        for (int64_t i = 0; i < part->rows; i++) {
            const lane *coef = part->coef + i * part->k;
            int64_t row = part->row[i];
            for (int64_t s = 0; s < part->same; s++)
                now[row * p + part->before[s]] -= coef[h + s];
            for (int64_t j = 0; j < p; j++) lag[row * p + j] = coef[h + part->same + j];
            for (int64_t j = 0; j < part->rows; j++)
                weight[row * p + part->row[j]] = part->weight[i * part->rows + j];
            for (int64_t t = 0; t < w->days - 1; t++) {
                lane sum = {0};
                for (int64_t u = 0; u < h; u++) sum += coef[u] * part->known[t * h + u];
                w->drift[t * p + row] = sum;
            }
        }
    }
}

static void product(const lane *a, const lane *b, lane *out, int64_t p, int turned) {
    for (int64_t i = 0; i < p; i++)
        for (int64_t j = 0; j < p; j++) {
            lane sum = {0};
            for (int64_t m = 0; m < p; m++) sum += a[turned ? m * p + i : i * p + m] * b[m * p + j];
            out[i * p + j] = sum;
        }
}

/* x given all else: Cholesky of the block tridiagonal precision, day by day. */
static int draw_states(job *w, const lane *noise) {
    int64_t p = w->items, pp = p * p, days = w->days;
    lane now[MOST_ITEMS * MOST_ITEMS], lag[MOST_ITEMS * MOST_ITEMS], weight[MOST_ITEMS * MOST_ITEMS];
    lane nw[MOST_ITEMS * MOST_ITEMS], lw[MOST_ITEMS * MOST_ITEMS];
    lane own[MOST_ITEMS * MOST_ITEMS], back[MOST_ITEMS * MOST_ITEMS], lower[MOST_ITEMS * MOST_ITEMS];
    transition(w, now, lag, weight);
    product(now, weight, nw, p, 1);
    product(lag, weight, lw, p, 1);
    product(nw, now, own, p, 0);
    product(lw, lag, back, p, 0);
    product(nw, lag, lower, p, 0);
    for (int64_t i = 0; i < pp; i++) lower[i] = -lower[i];
    evidence(w);
    for (int64_t t = 0; t < days; t++) {
        lane *factor = w->factor + t * pp, *below = w->below + t * pp, *half = w->half + t * p;
        for (int64_t i = 0; i < p; i++) {
            for (int64_t j = 0; j <= i; j++) {
                lane sum = t ? own[i * p + j] : all_lanes(i == j ? w->start : 0.0);
                if (t < days - 1) sum += back[i * p + j];
                factor[i * p + j] = sum;
            }
            factor[i * p + i] += w->seen[t * p + i];
            half[i] = w->told[t * p + i];
            for (int64_t j = 0; j < p; j++) {
                if (t) half[i] += nw[i * p + j] * w->drift[(t - 1) * p + j];
                if (t < days - 1) half[i] -= lw[i * p + j] * w->drift[t * p + j];
            }
        }
        if (t) {
            const lane *before = factor - pp, *half_before = half - p;
            for (int64_t i = 0; i < p; i++) {
                for (int64_t j = 0; j < p; j++) {
                    lane sum = lower[i * p + j];
                    for (int64_t m = 0; m < j; m++) sum -= below[i * p + m] * before[j * p + m];
                    below[i * p + j] = sum * before[j * p + j];
                }
                for (int64_t j = 0; j <= i; j++) {
                    lane sum = {0};
                    for (int64_t m = 0; m < p; m++) sum += below[i * p + m] * below[j * p + m];
                    factor[i * p + j] -= sum;
                }
                for (int64_t m = 0; m < p; m++) half[i] -= below[i * p + m] * half_before[m];
            }
        }
        if (cholesky(factor, p)) return 1;
        forward(factor, half, p);
    }
    for (int64_t t = days - 1; t >= 0; t--) {
        lane *x = w->x + t * p;
        for (int64_t i = 0; i < p; i++) x[i] = w->half[t * p + i] + noise[t * p + i];
        if (t < days - 1) {
            const lane *below = w->below + (t + 1) * pp, *after = x + p;
            for (int64_t i = 0; i < p; i++)
                for (int64_t m = 0; m < p; m++) x[m] -= below[i * p + m] * after[i];
        }
        backward(w->factor + t * pp, x, p);
    }
    return 0;
}

/* z of one day: what is known, the same day's night, all items of the day before. */
static inline void regressors(const job *w, const block *part, int64_t t, lane *z) {
    int64_t h = w->inputs, p = w->items;
    memcpy(z, part->known + t * h, sizeof(lane) * h);
    for (int64_t s = 0; s < part->same; s++) z[h + s] = w->x[(t + 1) * p + part->before[s]];
    memcpy(z + h + part->same, w->x + t * p, sizeof(lane) * p);
}

/* Coefficients of all rows of a block jointly. */
static int draw_coef(job *w, block *part, const lane *noise) {
    int64_t k = part->k, rows = part->rows, n = rows * k, p = w->items;
    lane gram[MOST_REGRESSORS * MOST_REGRESSORS], cross[MOST_ITEMS * MOST_REGRESSORS];
    lane z[MOST_REGRESSORS];
    memset(gram, 0, sizeof(lane) * k * k);
    memset(cross, 0, sizeof(lane) * rows * k);
    for (int64_t t = 0; t < w->days - 1; t++) {
        regressors(w, part, t, z);
        for (int64_t i = 0; i < k; i++)
            for (int64_t j = 0; j <= i; j++) gram[i * k + j] += z[i] * z[j];
        for (int64_t r = 0; r < rows; r++) {
            lane target = w->x[(t + 1) * p + part->row[r]];
            for (int64_t i = 0; i < k; i++) cross[r * k + i] += target * z[i];
        }
    }
    for (int64_t r = 0; r < rows; r++)
        for (int64_t i = 0; i < k; i++) {
            lane sum = part->prior[r * k + i] * part->mean[r * k + i];
            for (int64_t m = 0; m < rows; m++) sum += part->weight[r * rows + m] * cross[m * k + i];
            w->big_rhs[r * k + i] = sum;
            for (int64_t m = 0; m <= r; m++)
                for (int64_t j = 0; j < k; j++)
                    w->big[(r * k + i) * n + m * k + j] =
                        part->weight[r * rows + m] * gram[i > j ? i * k + j : j * k + i];
            w->big[(r * k + i) * n + r * k + i] += part->prior[r * k + i];
        }
    if (cholesky(w->big, n)) return 1;
    forward(w->big, w->big_rhs, n);
    for (int64_t i = 0; i < n; i++) w->big_rhs[i] += noise[i];
    backward(w->big, w->big_rhs, n);
    memcpy(part->coef, w->big_rhs, sizeof(lane) * n);
    return 0;
}

/* Inverse of Omega ~ IW(df + n, scale I + left'left), by Bartlett. */
static int draw_precision(job *w, block *part, const lane *below, const lane *chi) {
    int64_t rows = part->rows, k = part->k, p = w->items;
    lane left[MOST_ITEMS], z[MOST_REGRESSORS];
    lane inverse[MOST_ITEMS * MOST_ITEMS], a[MOST_ITEMS * MOST_ITEMS];
    memset(a, 0, sizeof a);
    for (int64_t i = 0; i < rows; i++) a[i * rows + i] = all_lanes(part->scale);
    for (int64_t t = 0; t < w->days - 1; t++) {
        regressors(w, part, t, z);
        for (int64_t r = 0; r < rows; r++) {
            left[r] = w->x[(t + 1) * p + part->row[r]];
            for (int64_t i = 0; i < k; i++) left[r] -= part->coef[r * k + i] * z[i];
            for (int64_t m = 0; m <= r; m++) a[r * rows + m] += left[r] * left[m];
        }
    }
    if (cholesky(a, rows)) return 1;
    for (int64_t j = 0; j < rows; j++) { /* columns of the inverse */
        lane unit[MOST_ITEMS];
        memset(unit, 0, sizeof unit);
        unit[j] = all_lanes(1.0);
        forward(a, unit, rows);
        backward(a, unit, rows);
        for (int64_t i = 0; i < rows; i++) inverse[i * rows + j] = unit[i];
    }
    if (cholesky(inverse, rows)) return 1;
    memset(a, 0, sizeof a); /* a := factor of the inverse @ Bartlett's factor, row after row */
    for (int64_t i = 0; i < rows; i++)
        for (int64_t m = 0; m <= i; m++) {
            const lane *row = below + m * (m - 1) / 2;
            lane f = i == m ? 1.0 / inverse[i * rows + i] : inverse[i * rows + m];
            for (int64_t j = 0; j < m; j++) a[i * rows + j] += f * row[j];
            a[i * rows + m] += f * root(chi[m]);
        }
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = 0; j < rows; j++) {
            lane sum = {0};
            for (int64_t m = 0; m < rows; m++) sum += a[i * rows + m] * a[j * rows + m];
            part->weight[i * rows + j] = sum;
        }
    return 0;
}

/* The normal quantile: Wichura (1988), algorithm AS 241, relative error about 1e-16. */
static double quantile(double p) {
    static const double a[] = {3.3871328727963666080e0, 1.3314166789178437745e2,
        1.9715909503065514427e3, 1.3731693765509461125e4, 4.5921953931549871457e4,
        6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double b[] = {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2,
        5.3941960214247511077e3, 2.1213794301586595867e4, 3.9307895800092710610e4,
        2.8729085735721942674e4, 5.2264952788528545610e3};
    static const double c[] = {1.42343711074968357734e0, 4.63033784615654529590e0,
        5.76949722146069140550e0, 3.64784832476320460504e0, 1.27045825245236838258e0,
        2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[] = {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0,
        6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
        5.47593808499534494600e-4, 1.05075007164441684324e-9};
    static const double e[] = {6.65790464350110377720e0, 5.46378491116411436990e0,
        1.78482653991729133580e0, 2.96560571828504891230e-1, 2.65321895265761230930e-2,
        1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[] = {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1,
        1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
        1.42151175831644588870e-7, 2.04426310338993978564e-15};
    double middle = p - 0.5, r, top = 0.0, bottom = 0.0;
    const double *over = a, *under = b;
    if (fabs(middle) <= 0.425) {
        r = 0.180625 - middle * middle;
    } else {
        r = sqrt(-log(middle < 0 ? p : 1.0 - p));
        over = r <= 5.0 ? c : e;
        under = r <= 5.0 ? d : f;
        r -= r <= 5.0 ? 1.6 : 5.0;
    }
    for (int i = 7; i >= 0; i--) {
        top = top * r + over[i];
        bottom = bottom * r + under[i];
    }
    double value = top / bottom;
    if (over == a) return middle * value;
    return middle < 0 ? -value : value;
}

/* A standard normal below `edge`, from one uniform number. */
static double below_edge(double edge, double uniform) {
    double inside = 0.5 * erfc(-(edge < -30.0 ? -30.0 : edge) * ROOT_HALF);
    double drawn = quantile(uniform * inside);
    return drawn < edge ? drawn : edge;
}

/* Own errors, values behind answers at an end, weights of single answers, error variances. */
static void draw_answers(job *w, const lane *own_noise, const lane *scale_noise,
                         const lane *error_noise, const lane *end_noise, const lane *load_noise) {
    int64_t p = w->items, q = w->columns;
    for (int64_t c = 0; c < q; c++) {
        lane squares = {0}, along = {0}, across = {0}, r = w->error[c];
        for (int64_t t = 0; t < w->days; t++) {
            int64_t at = t * q + c;
            lane x = w->x[t * p + w->column[c]], centre = w->load[c] * x;
            lane open = 1.0 - w->side[at] * w->side[at], rounding = w->rounding[c] * open;
            lane variance = r / w->scale[at], share = variance / (variance + rounding);
            lane own = share * (w->value[at] - centre) + root(share * rounding) * own_noise[at];
            if (w->has_ends)
                for (int l = 0; l < LANES; l++)
                    if (w->side[at][l] != 0.0) {
                        double sd = sqrt(variance[l]), side = w->side[at][l];
                        double edge = -side * (w->bound[at][l] - centre[l]) / sd;
                        own[l] = -side * sd * below_edge(edge, end_noise[at][l]);
                        w->value[at][l] = centre[l] + own[l];
                    }
            own *= w->there[at];
            w->scale[at] = scale_noise[at] / (1.0 + own * own / (2.0 * r));
            squares += w->scale[at] * own * own;
            if (c >= p) {
                lane weight = w->there[at] * w->scale[at] * x;
                across += weight * x;
                along += weight * own;
            }
        }
        if (c >= p) { /* a channel's loading first, then its error around the new line */
            lane precise = w->load_precision + across / r, old = w->load[c];
            lane told = w->load_precision * w->load_mean + (along + old * across) / r;
            lane step = told / precise + load_noise[c - p] / root(precise) - old;
            w->load[c] = old + step;
            squares += step * (step * across - 2.0 * along);
        }
        w->error[c] = (w->error_scale + squares / 2.0) / error_noise[c];
    }
}

static int sweep(job *w, int64_t s) {
    int64_t p = w->items, q = w->columns, days = w->days;
    if (draw_states(w, w->x_noise + s * days * p)) return 1;
    for (int64_t b = 0; b < w->blocks; b++) {
        block *part = &w->part[b];
        int64_t n = part->rows * part->k, lower = part->rows * (part->rows - 1) / 2;
        if (draw_coef(w, part, part->coef_noise + s * n)) return 1;
        if (draw_precision(w, part, part->below + s * lower, part->chi + s * part->rows)) return 1;
        memcpy(part->coef_out + s * n, part->coef, sizeof(lane) * n);
        memcpy(part->weight_out + s * part->rows * part->rows, part->weight,
               sizeof(lane) * part->rows * part->rows);
    }
    draw_answers(w, w->own_noise + s * days * q, w->scale_noise + s * days * q,
                 w->error_noise + s * q, w->end_noise + (w->has_ends ? s * days * q : 0),
                 w->load_noise + s * (q - p));
    memcpy(w->error_out + s * q, w->error, sizeof(lane) * q);
    memcpy(w->first_out + s * p, w->x, sizeof(lane) * p);
    memcpy(w->last_out + s * p, w->x + (days - 1) * p, sizeof(lane) * p);
    return 0;
}

/* `n`: sizes and columns, `real`: constants, `a`: arrays, in the order of dynamics/lanes.py.
 * 0 = done, 1 = a matrix was not positive definite, 2 = no memory. */
int NAME(const int64_t *n, const double *real, double *const *a) {
    job w;
    memset(&w, 0, sizeof w);
    w.sweeps = *n++; w.days = *n++; w.items = *n++; w.columns = *n++;
    w.inputs = *n++; w.blocks = *n++; w.has_ends = *n++;
    w.column = n; n += w.columns;
    w.start = real[0]; w.error_scale = real[1]; w.load_mean = real[2]; w.load_precision = real[3];
    lane *const *next = (lane *const *)a;
    w.y = *next++; w.there = *next++; w.side = *next++; w.bound = *next++; w.rounding = *next++;
    w.x = *next++; w.error = *next++; w.scale = *next++; w.value = *next++; w.load = *next++;
    w.x_noise = *next++; w.own_noise = *next++; w.scale_noise = *next++; w.error_noise = *next++;
    w.end_noise = *next++; w.load_noise = *next++;
    w.error_out = *next++; w.first_out = *next++; w.last_out = *next++;
    int64_t most = 0;
    for (int64_t b = 0; b < w.blocks; b++) {
        block *part = &w.part[b];
        part->rows = *n++; part->same = *n++; part->k = *n++;
        part->row = n; n += part->rows;
        part->before = n; n += part->same;
        part->scale = real[4 + b];
        part->known = *next++; part->mean = *next++; part->prior = *next++;
        part->coef = *next++; part->weight = *next++;
        part->coef_noise = *next++; part->below = *next++; part->chi = *next++;
        part->coef_out = *next++; part->weight_out = *next++;
        if (part->rows * part->k > most) most = part->rows * part->k;
    }
    int64_t dp = w.days * w.items;
    size_t size = dp * (2 * w.items + 4) + most * (most + 1);
    lane *scratch = malloc(sizeof(lane) * size);
    if (!scratch) return 2;
    w.factor = scratch;
    w.below = w.factor + dp * w.items;
    w.half = w.below + dp * w.items;
    w.drift = w.half + dp; w.seen = w.drift + dp; w.told = w.seen + dp;
    w.big = w.told + dp; w.big_rhs = w.big + most * most;
    int bad = 0;
    for (int64_t s = 0; s < w.sweeps && !bad; s++) bad = sweep(&w, s);
    free(scratch);
    return bad;
}
