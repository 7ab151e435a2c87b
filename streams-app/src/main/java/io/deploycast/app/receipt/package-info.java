/**
 * Writes receipts: the recorded ends of deliveries. Depends on {@code flow}, whose ends it records,
 * and on the contract. Start at {@code ReceiptLog}.
 *
 * @see <a href="file:docs/decisions/004-receipts-have-their-own-producer.md">decision 004</a>
 */
@NullMarked
package io.deploycast.app.receipt;

import org.jspecify.annotations.NullMarked;
