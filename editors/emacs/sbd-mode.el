;;; sbd-mode.el --- Serverless applications drawn as YAML  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; A major mode for designs, files named *.sbd.yaml or *.sbd.yml, which tells eglot and
;; lsp-mode to start the language server sbd-lsp for them.  It builds on yaml-mode if that
;; is installed, else on yaml-ts-mode if Emacs has the grammar, else on prog-mode.

;;; Code:

(defgroup sbd nil
  "Serverless applications drawn as YAML."
  :group 'languages)

(defcustom sbd-server-command '("sbd-lsp")
  "Program that starts the language server, and its arguments."
  :type '(repeat string))

(defvar sbd-font-lock-keywords
  '(("^[ \t-]*\\([[:alnum:]]+\\):\\(?:[ \t]\\|$\\)" 1 font-lock-keyword-face)
    ("[{,][ \t]*\\([[:alnum:]]+\\):[ \t]" 1 font-lock-keyword-face))
  "What is coloured in a design where there is no mode for YAML.")

(defvar sbd-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?' "\"" table)
    table)
  "Comments and strings of a design.")

(eval-and-compile
  (defun sbd--parent ()
    "Give the mode for YAML that this Emacs has, or `prog-mode'."
    (cond ((require 'yaml-mode nil t) 'yaml-mode)
          ((and (fboundp 'treesit-ready-p) (treesit-ready-p 'yaml t)
                (require 'yaml-ts-mode nil t))
           'yaml-ts-mode)
          (t 'prog-mode))))

(defmacro sbd--define-mode ()
  "Define `sbd-mode' on top of the mode that `sbd--parent' gives."
  `(define-derived-mode sbd-mode ,(sbd--parent) "SBD"
     "Major mode for designs of serverless applications."
     :syntax-table ,(if (eq (sbd--parent) 'prog-mode) 'sbd-mode-syntax-table nil)
     (setq-local indent-tabs-mode nil
                 tab-width 2
                 comment-start "# "
                 comment-start-skip "#+[ \t]*")
     ,@(when (eq (sbd--parent) 'prog-mode)
         '((setq-local font-lock-defaults '(sbd-font-lock-keywords)
                       indent-line-function #'indent-relative)))))

(sbd--define-mode)

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.sbd\\.ya?ml\\'" . sbd-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               (cons 'sbd-mode (lambda (&rest _) sbd-server-command))))

(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function lsp-activate-on "lsp-mode")
(defvar lsp-language-id-configuration)
(with-eval-after-load 'lsp-mode
  (add-to-list 'lsp-language-id-configuration '(sbd-mode . "sbd"))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () sbd-server-command))
                    :activation-fn (lsp-activate-on "sbd")
                    :server-id 'sbd-lsp)))

(declare-function eglot-code-actions "eglot")
(defun sbd-generate ()
  "Generate a SAM project from the design in this buffer, with eglot."
  (interactive)
  (eglot-code-actions (point) nil "source.generate.sam" t))

(provide 'sbd-mode)
;;; sbd-mode.el ends here
